/** What the drawing is to show: the numbers, and what is pointed out among them. */
import type { GraphDocument, GraphNode } from "../wire/types";

export interface Moment {
  readonly doc: GraphDocument;
  readonly nodes: readonly GraphNode[];
  /** The node whose turn it is in the backward pass. */
  readonly active: string | null;
  /** Edges of the steps that are done, as target-slot; the last of them is active while a step is shown. */
  readonly done: readonly string[];
  /** The local derivative that the step uses, and what it is called; `theirs`: what an own class used instead. */
  readonly local: { readonly name: string; readonly value: number; readonly theirs?: number } | null;
  readonly trained: ReadonlySet<string>;
  readonly selected: string | null;
  /** Present while forward is gone through: its edges carry data. */
  readonly pass?: "forward";
  /** The nudge that the numbers are of, if they are: who was moved, and the data of whom it changed. */
  readonly nudged: { readonly node: string; readonly before: ReadonlyMap<string, number> } | null;
  /** The path that is lit; its edges are target-slot. */
  readonly path: { readonly nodes: ReadonlySet<string>; readonly edges: ReadonlySet<string> } | null;
  /** The values of the line that the cursor is in. */
  readonly marked: ReadonlySet<string>;
  /** The line of the program that the cursor is in. */
  readonly line: number | null;
  /** Whether the grad at a position is shown yet, where a graph that is sent as numbers is gone through by boxes. */
  readonly isDue: ((position: number) => boolean) | null;
  /** Whether the data at a position is shown yet, where such a graph is gone through forward. */
  readonly isKnown: ((position: number) => boolean) | null;
  /** The user of the value step that is shown, whose grad is passed on to `active`. */
  readonly from: string | null;
  /** The box whose turn it is in a pass by boxes, and the edges over which its grad comes. */
  readonly turn: { readonly box: string; readonly edges: ReadonlySet<string> } | null;
  /** The path of the box that is looked at. */
  readonly selectedBox: string | null;
}

/** A moment at which nothing is pointed out. */
export const QUIET: Omit<Moment, "doc" | "nodes"> = {
  active: null,
  done: [],
  local: null,
  trained: new Set(),
  selected: null,
  nudged: null,
  path: null,
  marked: new Set(),
  line: null,
  isDue: null,
  isKnown: null,
  from: null,
  turn: null,
  selectedBox: null,
};
