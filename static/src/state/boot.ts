/** What the server says about itself: limits, examples, ops, version. Set once, before anything is shown. */
import { signal } from "@preact/signals";
import type { Example, OpEntry } from "../document";

export interface Boot {
  readonly version: string;
  readonly examples: readonly Example[];
  readonly ops: readonly OpEntry[];
}

export const boot = signal<Boot>({ version: "", examples: [], ops: [] });
