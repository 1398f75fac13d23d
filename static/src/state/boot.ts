/** What the server says about itself: limits, examples, ops, version. Set once, before anything is shown. */
import { signal } from "@preact/signals";
import type { Example, OpEntry } from "../document";

export interface LimitEntry {
  readonly value: number;
  readonly unit: string;
  readonly about: string;
}

export interface Boot {
  readonly version: string;
  readonly examples: readonly Example[];
  readonly ops: readonly OpEntry[];
  readonly limits: Readonly<Record<string, LimitEntry>>;
}

export const boot = signal<Boot>({ version: "", examples: [], ops: [], limits: {} });
