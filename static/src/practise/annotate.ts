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
import { corner, type Drawing } from "../drawing/picture";
import { card as cardNumber } from "../format";
import { position } from "../wire/ids";
import type { BugAnswer, GraphDocument } from "../wire/types";
import type { Prediction } from "./prediction";

const SVG = "http://www.w3.org/2000/svg";
/** By how much a card grows for the right number. It grows into the gap below it, so that nothing moves. */
const GROWTH = 22;
const ROUND = 7;

function element(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("aria-hidden", "true");
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

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

/** The outline of a card: the face, the ring and the edge line grow; the last row is drawn or taken away. */
function grow(card: SVGGElement, isGrown: boolean): void {
  const { x, y, width, height } = corner(card);
  const isNow = card.classList.contains("is-wrong");
  if (isNow !== isGrown) {
    const by = isGrown ? GROWTH : -GROWTH;
    for (const part of card.querySelectorAll<SVGElement>(
      ":scope > .face, :scope > .ring, :scope > .edgeline, :scope > .hit",
    ))
      part.setAttribute("height", String(Number(part.getAttribute("height")) + by));
    const top = y + height - (isGrown ? 0 : GROWTH) - GROWTH;
    const flat = `M ${x} ${top} h ${width} v ${GROWTH} h ${-width} z`;
    const bent = `M ${x} ${top} h ${width} v ${GROWTH - ROUND} a ${ROUND} ${ROUND} 0 0 1 ${-ROUND} ${ROUND} h ${2 * ROUND - width} a ${ROUND} ${ROUND} 0 0 1 ${-ROUND} ${-ROUND} z`;
    card.querySelector(":scope > .gradrow")?.setAttribute("d", isGrown ? flat : bent);
  }
}

const MARK = 45;

function mark(card: SVGGElement, kind: "ok" | "x" | null): void {
  card.querySelector(":scope > .mk-ok, :scope > .mk-x")?.remove();
  if (kind === null) return;
  const { x, y } = corner(card);
  const [at, middle] = [x + MARK, y + 59.2];
  const d =
    kind === "ok"
      ? `M ${at - 4} ${middle} l 2.8 2.8 l 5 -5.6`
      : `M ${at - 3.4} ${middle - 3.4} l 6.8 6.8 M ${at + 3.4} ${middle - 3.4} l -6.8 6.8`;
  card.querySelector(":scope > text.grad")?.before(element("path", { class: `mk mk-${kind}`, d }));
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
    const takesNone = card.classList.contains("constant");
    grow(card, bad !== undefined);
    card.classList.toggle("is-wrong", bad !== undefined);
    card.classList.toggle("is-right", bad === undefined && bugs.length > 0 && !takesNone);
    for (const old of card.querySelectorAll(":scope > .should, :scope > text.right")) old.remove();
    mark(card, takesNone || bugs.length === 0 ? null : bad === undefined ? "ok" : "x");
    if (bad === undefined) {
      if (bugs.length > 0) say(card, moment, id, { verdict: "correct" });
      continue;
    }
    const shouldBe = cardNumber(bad.should_be);
    say(card, moment, id, { verdict: `wrong, should be ${shouldBe}` });
    const { x, y, width, height } = corner(card);
    const key = element("text", { class: "key should", x: x + 10, y: y + height - 7 }, "should be");
    const right = element("text", { class: "right", x: x + width - 10, y: y + height - 6.6 }, shouldBe);
    right.classList.toggle("long", shouldBe.length > 9);
    card.querySelector(":scope > .hit")?.before(key, right);
  }
  const fine = new Set(drawing.edges.filter(({ element: edge }) => edge.classList.contains("is-done")));
  for (const edge of drawing.edges) {
    const source = found.doc.nodes[position(edge.target)]?.inputs[Number(edge.slot)];
    edge.element.classList.toggle("is-wrong", source?.partial !== null && !fine.has(edge));
  }
}
