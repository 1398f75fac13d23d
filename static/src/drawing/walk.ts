/** Walking the graph with the arrow keys: to an input, to a use, to the neighbour of the same rank. */

import { position } from "../wire/ids";
import type { Direction, GraphDocument } from "../wire/types";
import { corner, type Drawing } from "./picture";

export type Heading = "input" | "use" | "before" | "after";

/** What an arrow key means in a drawing that runs left to right or top to bottom. */
export function heading(key: string, direction: Direction): Heading | null {
  const across: Readonly<Record<string, Heading>> = {
    ArrowLeft: "input",
    ArrowRight: "use",
    ArrowUp: "before",
    ArrowDown: "after",
  };
  const down: Readonly<Record<string, Heading>> = {
    ArrowUp: "input",
    ArrowDown: "use",
    ArrowLeft: "before",
    ArrowRight: "after",
  };
  return (direction === "LR" ? across : down)[key] ?? null;
}

/** The node that an arrow leads to, or null at the border. Only nodes that are drawn are walked to. */
export function next(
  drawing: Drawing,
  doc: GraphDocument,
  from: string,
  to: Heading,
  direction: Direction,
): string | null {
  const joined = drawing.edges.flatMap(({ ends }) => (ends === null ? [] : [ends]));
  if (joined.length > 0 && (to === "input" || to === "use")) {
    const [here, there] = to === "input" ? (["to", "from"] as const) : (["from", "to"] as const);
    return joined.find((ends) => ends[here] === from)?.[there] ?? null;
  }
  const isDrawn = (id: string): boolean => drawing.cards.has(id);
  if (to === "input")
    return doc.nodes[position(from)]?.inputs.map((input) => input.node).find(isDrawn) ?? null;
  if (to === "use") {
    const uses = doc.nodes.filter((node) => node.inputs.some((input) => input.node === from));
    return uses.map((node) => node.id).find(isDrawn) ?? null;
  }
  return beside(drawing, from, to, direction);
}

/** The nearest card of the same rank above or below, or beside it where ranks lie on top of each other. */
function beside(drawing: Drawing, from: string, to: "before" | "after", direction: Direction): string | null {
  const card = drawing.cards.get(from);
  if (card === undefined) return null;
  const rank = direction === "LR" ? "x" : "y";
  const along = direction === "LR" ? "y" : "x";
  const here = corner(card);
  const sign = to === "after" ? 1 : -1;
  let best: { id: string; away: number } | null = null;
  for (const [id, other] of drawing.cards) {
    const there = corner(other);
    const away = sign * (there[along] - here[along]);
    if (Math.abs(there[rank] - here[rank]) > 1 || away <= 0) continue;
    if (best === null || away < best.away) best = { id, away };
  }
  return best?.id ?? null;
}
