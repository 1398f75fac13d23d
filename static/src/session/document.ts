/** The graph that the page shows, what went wrong with the text, and what was done last. */
import { computed, signal } from "@preact/signals";
import type { GraphDocument } from "../document";
import type { Problem } from "../problem";

export const doc = signal<GraphDocument | null>(null);
/** The problem of the text, while its last good graph stays on screen. */
export const problem = signal<Problem | null>(null);

/** The last thing that was done to the numbers; the sentence under the graph is made from it. */
export type Deed =
  | { readonly kind: "read" | "moved" | "forward" | "backward" | "undone" | "redone" }
  | { readonly kind: "descended"; readonly steps: number; readonly from: number; readonly to: number };
export const deed = signal<Deed>({ kind: "read" });

export const leaves = computed(() => (doc.value?.nodes ?? []).filter((node) => node.op === "leaf"));
export const isEmpty = computed(() => doc.value !== null && doc.value.output === null);
