/** What is the matter with each node of a comparison: which kind of difference, by the ids of the drawing. */
import { count as grouped } from "../format";
import type { CompareDocument } from "../wire/schema";

/** How a node differs; nothing for one that is the same. */
export type Kind = "new" | "gone" | "other-op" | "other-data" | "other-grad";
export type Which = "before" | "after";

/** A sign and a word for each, because colour alone would not do. */
export const WORDS: Readonly<Record<Kind, readonly [sign: string, word: string, spoken: string]>> = {
  new: ["+", "new", "only after"],
  gone: ["−", "gone", "only before"],
  "other-op": ["≠", "op", "another op or inputs"],
  "other-data": ["≠", "data", "other data"],
  "other-grad": ["≠", "grad", "other grad"],
};
/** The class of what is drawn of it; "some": of a box in which only some differ, or in different ways. */
export const CLASSES: Readonly<Record<Kind | "some", string>> = {
  new: "cmp-new",
  gone: "cmp-gone",
  "other-op": "cmp-other-op",
  "other-data": "cmp-other-data",
  "other-grad": "cmp-other-grad",
  some: "cmp-some",
};
export const KINDS = Object.keys(WORDS) as readonly Kind[];

/** Both sides of a comparison, by the position of a node in its drawing. */
export interface Marks {
  /** How the node at a position differs. */
  readonly kind: (which: Which, at: number) => Kind | null;
  /** Its position in the graph of a side; −1 where that has none. */
  readonly own: (which: Which, at: number) => number;
  /** The node of the other drawing that is the same; −1 where there is none. */
  readonly other: (which: Which, at: number) => number;
  /** Where a side's own node is drawn. */
  readonly drawn: (which: Which, own: number) => number;
  /** What a side calls the op of a node whose op is another. */
  readonly op: (which: Which, own: number) => string | null;
  readonly counts: Readonly<Record<Kind, number>>;
}

const at = (id: string): number => Number(id.slice(1));
const FIELDS = { "other-op": "other_op", "other-data": "other_data", "other-grad": "other_grad" } as const;

export function marksOf(found: CompareDocument): Marks {
  const kinds = { before: new Map<number, Kind>(), after: new Map<number, Kind>() };
  const pairs = { before: new Map<number, number>(), after: new Map<number, number>() };
  const ops = { before: new Map<number, string>(), after: new Map<number, string>() };
  const { nodes, drawings } = found;
  for (const id of nodes.new) kinds.after.set(at(id), "new");
  for (const id of nodes.gone) kinds.before.set(at(id), "gone");
  for (const [kind, field] of [...Object.entries(FIELDS), ["same", "same"]] as const) {
    const { before, after } = nodes[field as "same"];
    before.forEach((id, k) => {
      const [old, now] = [at(id), at(after[k] ?? "")];
      pairs.before.set(old, now);
      pairs.after.set(now, old);
      if (kind === "same") return;
      kinds.before.set(old, kind as Kind);
      kinds.after.set(now, kind as Kind);
      if (kind !== "other-op") return;
      ops.before.set(old, found.ops.before[k] ?? "");
      ops.after.set(now, found.ops.after[k] ?? "");
    });
  }
  const isShared = drawings?.shared === true;
  const ids = { before: drawings?.before_ids ?? [], after: drawings?.after_ids ?? [] };
  const places = {
    before: new Map(ids.before.map((own, place) => [own, place])),
    after: new Map(ids.after.map((own, place) => [own, place])),
  };
  const own = (which: Which, place: number): number => (isShared ? (ids[which][place] ?? -1) : place);
  const drawn = (which: Which, node: number): number => (isShared ? (places[which].get(node) ?? -1) : node);
  const isOnly = (place: number): Kind | null =>
    !isShared ? null : ids.before[place] === -1 ? "new" : ids.after[place] === -1 ? "gone" : null;
  return {
    own,
    drawn,
    kind: (which, place) => isOnly(place) ?? kinds[which].get(own(which, place)) ?? null,
    other: (which, place) => (isShared ? place : (pairs[which].get(place) ?? -1)),
    op: (which, node) => ops[which].get(node) ?? null,
    counts: {
      new: nodes.new.length,
      gone: nodes.gone.length,
      "other-op": nodes.other_op.after.length,
      "other-data": nodes.other_data.after.length,
      "other-grad": nodes.other_grad.after.length,
    },
  };
}

/** "1 differs", "12 differ" */
export const differing = (count: number): string => (count === 1 ? "1 differs" : `${grouped(count)} differ`);
