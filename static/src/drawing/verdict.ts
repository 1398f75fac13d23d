/**
 * What is to be thought of the grad on a card: a cross and a number under it, or a tick. A card grows for the number,
 * into the gap below it, so that nothing moves.
 */
import { corner } from "./picture";

const SVG = "http://www.w3.org/2000/svg";
const GROWTH = 22;
const ROUND = 7;
const MARK = 45;
const LONGEST = 9;

export type Verdict =
  | { readonly kind: "right" }
  /** `key` says what the number under the grad is: "should be". */
  | { readonly kind: "wrong"; readonly key: string; readonly number: string };

export function element(
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

function mark(card: SVGGElement, kind: "right" | "wrong" | null): void {
  card.querySelector(":scope > .mk-ok, :scope > .mk-x")?.remove();
  if (kind === null) return;
  const { x, y } = corner(card);
  const [at, middle] = [x + MARK, y + 59.2];
  const d =
    kind === "right"
      ? `M ${at - 4} ${middle} l 2.8 2.8 l 5 -5.6`
      : `M ${at - 3.4} ${middle - 3.4} l 6.8 6.8 M ${at + 3.4} ${middle - 3.4} l -6.8 6.8`;
  const name = kind === "right" ? "mk mk-ok" : "mk mk-x";
  card.querySelector(":scope > text.grad")?.before(element("path", { class: name, d }));
}

/** Put a verdict on a card, or take away the one that is there. */
export function setVerdict(card: SVGGElement, verdict: Verdict | null): void {
  const isWrong = verdict?.kind === "wrong";
  grow(card, isWrong);
  card.classList.toggle("is-wrong", isWrong);
  card.classList.toggle("is-right", verdict?.kind === "right");
  for (const old of card.querySelectorAll(":scope > .should, :scope > text.right")) old.remove();
  mark(card, verdict?.kind ?? null);
  if (verdict?.kind !== "wrong") return;
  const { x, y, width, height } = corner(card);
  const key = element("text", { class: "key should", x: x + 10, y: y + height - 7 }, verdict.key);
  const number = element("text", { class: "right", x: x + width - 10, y: y + height - 6.6 }, verdict.number);
  number.classList.toggle("long", verdict.number.length > LONGEST);
  card.querySelector(":scope > .hit")?.before(key, number);
}
