/**
 * States of this page's own, put on a drawing after its numbers were written: a grad that is hidden or asked
 * for, and a grad that a bug made wrong, with the right number under it.
 */

import { name } from "../compute/naming";
import { setLabel } from "../drawing/card";
import type { Said } from "../drawing/card-text";
import { setEdgeLabel } from "../drawing/edge-label";
import { setActive } from "../drawing/edges";
import type { Moment } from "../drawing/moment";
import type { Drawing } from "../drawing/picture";
import { element, setVerdict } from "../drawing/verdict";
import { card as cardNumber } from "../format";
import { position } from "../wire/ids";
import type { BugAnswer, GraphDocument } from "../wire/types";
import type { Prediction } from "./prediction";

/** Say of a card what its node says, and what this page knows of it beside that. */
function say(card: SVGGElement, moment: Moment, id: string, said: Said): void {
  const node = moment.nodes[position(id)];
  if (node !== undefined) setLabel(card, moment, node, said);
}

function write(card: SVGGElement, text: string): void {
  const grad = card.querySelector(":scope > text.grad");
  if (grad !== null && grad.textContent !== text) grad.textContent = text;
}

/** Grads that are not found yet are question marks; the one that is asked for has an empty place. */
export function annotatePrediction(prediction: Prediction, drawing: Drawing, moment: Moment): void {
  const { known, pointed, question } = prediction;
  const open = question.value;
  for (const [id, card] of drawing.cards) {
    const isHidden = !known.value.has(id) && !card.classList.contains("constant");
    const isTarget = open?.node.id === id;
    card.classList.toggle("is-hidden", isHidden && !isTarget);
    card.classList.toggle("is-target", isTarget);
    card.querySelector(":scope > .slot")?.remove();
    if (!isHidden) continue;
    write(card, "?");
    say(card, moment, id, { override: isTarget ? "grad hidden, asked now" : "grad hidden" });
    const grad = card.querySelector(":scope > text.grad");
    const right = Number(grad?.getAttribute("x") ?? 0);
    const base = Number(grad?.getAttribute("y") ?? 0);
    if (isTarget)
      grad?.before(
        element("rect", { class: "slot", x: right - 74, y: base - 12.8, width: 77, height: 17, rx: 3 }),
      );
  }
  const shown = pointed.value;
  for (const edge of drawing.edges) {
    const isAsked =
      open?.shares.some((share) => share.from.id === edge.target && String(share.slot) === edge.slot) ??
      false;
    setActive(edge.element, isAsked);
    if (
      shown !== null &&
      open !== null &&
      edge.target === shown.share.from.id &&
      edge.slot === String(shown.share.slot)
    ) {
      const label = `∂${name(shown.share.from)}/∂${name(open.node)}`;
      setEdgeLabel(drawing, edge.element, label, shown.isTold ? shown.share.partial : null);
    }
  }
}

/** A program with the right pass's steps, and the broken passes. */
export interface Broken {
  readonly doc: GraphDocument;
  readonly answer: BugAnswer;
}

/** Wrong cards show both numbers, right ones a tick, edges whose share was lost are dashed. */
export function annotateLab(found: Broken | null, drawing: Drawing, moment: Moment): void {
  if (found === null) return;
  const { wrong, bugs } = found.answer;
  const verdicts = new Map(wrong.map((each) => [each.node, each]));
  for (const [id, card] of drawing.cards) {
    const bad = verdicts.get(id);
    const isJudged = bugs.length > 0 && !card.classList.contains("constant");
    const number = cardNumber(bad?.should_be ?? Number.NaN);
    if (bad !== undefined) setVerdict(card, { kind: "wrong", key: "should be", number });
    else setVerdict(card, isJudged ? { kind: "right" } : null);
    if (bad !== undefined) say(card, moment, id, { verdict: `wrong, should be ${number}` });
    else if (bugs.length > 0) say(card, moment, id, { verdict: "correct" });
  }
  const fine = new Set(drawing.edges.filter(({ element: edge }) => edge.classList.contains("is-done")));
  for (const edge of drawing.edges) {
    const source = found.doc.nodes[position(edge.target)]?.inputs[Number(edge.slot)];
    edge.element.classList.toggle("is-wrong", source?.partial !== null && !fine.has(edge));
  }
}
