/** What the server says about itself: limits, examples, formats, ops, version. Set once, before anything is shown. */
import { signal } from "@preact/signals";
import type { Example, Form, LimitEntry, OpEntry } from "../wire/types";

export interface Boot {
  readonly version: string;
  readonly examples: readonly Example[];
  readonly formats: readonly Form[];
  readonly ops: readonly OpEntry[];
  readonly limits: Readonly<Record<string, LimitEntry>>;
  /** What a short link keeps: the state that is opened first. */
  readonly state?: unknown;
}

export const boot = signal<Boot>({ version: "", examples: [], formats: [], ops: [], limits: {} });
