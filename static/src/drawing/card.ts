/** Writing into one card: its two numbers, the state of its grad, the name of its button. */

import { TO } from "../format";
import type { GradState, GraphNode } from "../wire/types";
import { type Said, sentence } from "./card-text";
import { setStateMark, setWarnings } from "./marks";
import type { Moment } from "./moment";
import { buttonOf } from "./picture";

const LONGEST = 9;

/** The class of each state of a grad. */
export const CLASS: Readonly<Record<GradState, string>> = {
  none: "is-pending",
  fresh: "is-fresh",
  stale: "is-stale",
  accumulated: "is-acc",
  assigned: "is-fresh",
};

function write(card: SVGGElement, kind: "data" | "grad", text: string): boolean {
  const element = card.querySelector(`:scope > text.${kind}`);
  if (element === null || element.textContent === text) return false;
  element.textContent = text;
  const isRange = text.includes(TO);
  element.classList.toggle("range", isRange);
  element.classList.toggle("long", !isRange && text.length > LONGEST);
  return true;
}

/** Write both numbers and the state of the grad; says whether anything was written. */
export function setNumbers(
  card: SVGGElement,
  data: string,
  grad: string,
  state: GradState,
  passes: number,
): boolean {
  const isNew = [write(card, "data", data), write(card, "grad", grad)].includes(true);
  const drawn = `${state} ${passes}`;
  const isOther = card.getAttribute("data-state") !== drawn;
  if (isOther) {
    card.setAttribute("data-state", drawn);
    for (const value of Object.values(CLASS)) card.classList.toggle(value, value === CLASS[state]);
    setStateMark(card, state, passes);
  }
  if (isNew) setWarnings(card);
  return isNew || isOther;
}

const ITS_OUTPUT = ", its output ";

/** Name the button of a card; that of a group begins with the group. */
export function setLabel(card: SVGGElement, moment: Moment, node: GraphNode, said: Said): void {
  const words = sentence(moment.doc, node, moment.trained.has(node.name ?? ""), said);
  const button = buttonOf(card);
  const before = button?.getAttribute("aria-label") ?? "";
  const [group, output] = before.split(ITS_OUTPUT);
  const label = output === undefined ? words : `${group}${ITS_OUTPUT}${words}`;
  if (label !== before) button?.setAttribute("aria-label", label);
}
