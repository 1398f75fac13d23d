/**
 * Writing a frame into the drawing that is already there: the text of numbers, the classes and marks of
 * states, what a screen reader hears. Nothing moves, and what has not changed is not touched.
 */
import { isWrong } from "../compute/own";
import { card as cardNumber } from "../format";
import type { GraphNode } from "../wire/types";
import { patchBoxes } from "./box-states";
import { patchByPosition } from "./by-position";
import { setLabel, setNumbers } from "./card";
import { dataText, gradText } from "./card-text";
import { patchEdges } from "./edges";
import { type HeatScale, NO_SCALE } from "./heats";
import type { Moment } from "./moment";
import { setNudge } from "./nudged";
import type { Drawing } from "./picture";
import { setVerdict, type Verdict } from "./verdict";

/** A step touches only the cards that it changes. */
function patchCard({ written }: Drawing, card: SVGGElement, moment: Moment, node: GraphNode): void {
  const isTrained = moment.trained.has(node.name ?? "");
  const isActive = moment.active === node.id;
  const isSelected = moment.selected === node.id;
  const isMarked = moment.marked.has(node.id);
  const isDim = moment.path !== null && !moment.path.nodes.has(node.id);
  const before = moment.nudged?.before.get(node.id);
  const isMoved = moment.nudged?.node === node.id;
  const now = [node, moment.pass, isTrained, isActive, isSelected, isMarked, isDim, before, isMoved] as const;
  const last = written.get(node.id);
  if (last !== undefined && now.every((each, at) => Object.is(each, last[at]))) return;
  written.set(node.id, now);
  card.classList.toggle("is-selected", isSelected);
  card.classList.toggle("is-ahead", node.hidden === "data");
  card.classList.toggle("is-hidden", node.hidden === "grad");
  const state = node.op === "constant" ? "none" : node.grad_state;
  setNumbers(card, dataText(node), gradText(node), state, node.passes);
  card.classList.toggle("is-active", isActive && moment.pass === undefined);
  card.classList.toggle("is-now", isActive && moment.pass === "forward");
  if (node.op === "leaf") setTrained(card, isTrained);
  setNudge(card, before === undefined ? null : node.data - before, isMoved);
  card.classList.toggle("is-marked", isMarked);
  card.classList.toggle("is-dim", isDim);
  const verdict = verdictOf(node);
  // A page of its own may have put a verdict here, which is not ours to take away.
  if (verdict !== null || card.hasAttribute("data-verdict")) setVerdict(card, verdict);
  card.toggleAttribute("data-verdict", verdict !== null);
  setLabel(card, moment, node, { before, ...(verdict === null ? {} : { verdict: spoken(verdict) }) });
}

/** A grad that the program's own engine has wrong, with the right one or, in its place, theirs under it. */
function verdictOf(node: GraphNode): Extract<Verdict, { kind: "wrong" }> | null {
  if (node.theirs !== undefined && node.grad_state !== "none")
    return { kind: "wrong", key: "yours", number: cardNumber(node.theirs) };
  if (!isWrong(node) || node.expected_grad === undefined) return null;
  return { kind: "wrong", key: "should be", number: cardNumber(node.expected_grad) };
}

const spoken = ({ key, number }: Extract<Verdict, { kind: "wrong" }>): string =>
  key === "yours" ? `right, yours is ${number}` : `wrong, should be ${number}`;

function setTrained(card: SVGGElement, isTrained: boolean): void {
  if (card.classList.contains("param") === isTrained) return;
  card.classList.toggle("param", isTrained);
  const badge = card.querySelector(":scope > .op");
  if (badge !== null) badge.textContent = isTrained ? "θ" : "=";
}

/** Bring the drawing to a moment; `isAnnotated` where somebody else has written into its cards since. */
export function patch(
  drawing: Drawing,
  moment: Moment,
  isAnnotated = false,
  scale: HeatScale = NO_SCALE,
): void {
  if (isAnnotated) {
    drawing.written.clear();
    for (const edge of drawing.edges) edge.drawn = -1;
  }
  for (const node of moment.nodes) {
    const card = drawing.cards.get(node.id);
    if (card !== undefined) patchCard(drawing, card, moment, node);
    if (node.op !== "leaf") continue;
    for (const copy of drawing.copies.get(node.id) ?? [])
      setTrained(copy, moment.trained.has(node.name ?? ""));
  }
  patchByPosition(drawing, moment);
  if (drawing.isBoxed) patchBoxes(drawing, moment, scale);
  patchEdges(drawing, moment);
}
