/** The marks on a card, drawn as the server draws them: the state of the grad, and a number that is not finite. */
import type { GradState } from "../wire/types";
import { corner } from "./picture";

const SVG = "http://www.w3.org/2000/svg";
const AT = 45;
const MIDDLE = 59.2;
const RADIUS = 3.6;
const DIGIT = 7.6;

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const made = document.createElementNS(SVG, name);
  made.setAttribute("aria-hidden", "true");
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

function stateMark(state: GradState, passes: number, x: number, y: number): SVGElement[] {
  const at = { cx: x + AT, cy: y + MIDDLE, r: RADIUS };
  switch (state) {
    case "none":
      return [element("circle", { class: "mk mk-pending", ...at })];
    case "stale":
      return [
        element("circle", { class: "mk mk-ring", ...at }),
        element("path", {
          class: "mk mk-half",
          d: `M ${at.cx} ${at.cy - RADIUS} a ${RADIUS} ${RADIUS} 0 0 1 0 ${2 * RADIUS} z`,
        }),
      ];
    case "accumulated": {
      const text = `×${passes}`;
      const width = 22 + 6 * Math.max(0, text.length - 2);
      return [
        element("rect", { class: "mk mk-pill", x: x + 40, y: y + 52.2, width, height: 14, rx: 3 }),
        element("text", { class: "mk-n", x: x + 40 + width / 2, y: y + 62.7 }, text),
      ];
    }
    default:
      return [element("circle", { class: "mk mk-fresh", ...at })];
  }
}

/** Put the mark of a state in the place of the one that is there. Classic cards have no room for one. */
export function setStateMark(card: SVGGElement, state: GradState, passes: number): void {
  const old = [...card.querySelectorAll(":scope > .mk:not(.mk-warn), :scope > .mk-n")];
  const first = old[0];
  if (first === undefined) return;
  const { x, y, width, height } = corner(card);
  first.before(...stateMark(state, passes, x, y));
  for (const mark of old) mark.remove();
  const behind = card.querySelector(":scope > .behind");
  if (state !== "accumulated") behind?.remove();
  else if (behind === null)
    card.prepend(element("rect", { class: "behind", x: x + 4, y: y + 4, width, height, rx: 7 }));
}

/** A triangle before each number that is not finite. */
export function setWarnings(card: SVGGElement): void {
  for (const mark of card.querySelectorAll(":scope > .mk-warn")) mark.remove();
  for (const number of card.querySelectorAll(":scope > text.data, :scope > text.grad")) {
    const text = number.textContent;
    if (!/nan|inf/.test(text)) continue;
    const x = Number(number.getAttribute("x")) - DIGIT * text.length - 10;
    const y = Number(number.getAttribute("y")) - 8.6;
    const d = `M ${x} ${y} l 4.6 8.2 h -9.2 z M ${x} ${y + 3.2} v 2.2 M ${x} ${y + 6.4} v 0.6`;
    number.after(element("path", { class: "mk mk-warn", d }));
  }
}
