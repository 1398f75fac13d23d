/** The graph that the page shows, what went wrong with the text, and what was done last. */
import { computed, signal } from "@preact/signals";
import type { Problem } from "../wire/problem";
import type { GraphDocument } from "../wire/types";

/** The last thing that was done to the numbers; the sentence under the graph is made from it. */
export type LastAction =
  | { readonly kind: "read" | "moved" | "forward" | "backward" | "undone" | "redone" }
  /** Back to a step of a descent, or on to one. */
  | { readonly kind: "returned"; readonly step: number; readonly of: number }
  | { readonly kind: "descended"; readonly steps: number; readonly from: number; readonly to: number };

export function createDocument() {
  const doc = signal<GraphDocument | null>(null);
  return {
    doc,
    /** The problem of the text, while its last good graph stays on screen. */
    problem: signal<Problem | null>(null),
    lastAction: signal<LastAction>({ kind: "read" }),
    leaves: computed(() => (doc.value?.nodes ?? []).filter((node) => node.op === "leaf")),
    isEmpty: computed(() => doc.value !== null && doc.value.output === null),
  };
}

export type DocumentState = ReturnType<typeof createDocument>;
