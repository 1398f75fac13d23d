/** The screen: how wide it is, what is open on it, whether things may move. Told from outside, see media.ts. */
import { signal } from "@preact/signals";

export const isPhone = signal(false);
export const isNarrow = signal(false);
export const isStill = signal(false);

export type Tab = "graph" | "code" | "values" | "inspect";
export const tab = signal<Tab>("graph");
export const inspectorOpen = signal(true);
export const helpOpen = signal(false);
