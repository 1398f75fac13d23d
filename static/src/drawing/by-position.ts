/** Cards of a graph that is sent as numbers, whose nodes the page does not have: read by position. */

import { range, TO } from "../format";
import { isId, position } from "../wire/ids";
import { setNumbers } from "./card";
import { gradWords, NOT_COMPUTED } from "./card-text";
import type { Moment } from "./moment";
import { type Numbers, numbersAt } from "./numbers";
import { buttonOf, type Drawing } from "./picture";

function patchCard(card: SVGGElement, { data, grad, state, passes }: Numbers, at: number): void {
  const isConstant = card.classList.contains("constant");
  const [value, slope] = [data(at), isConstant ? null : grad(at)];
  const dataText = value === null ? NOT_COMPUTED : range([value]);
  const gradText = slope === null ? NOT_COMPUTED : range([slope]);
  const now = isConstant ? "none" : state(at);
  card.classList.toggle("is-ahead", value === null);
  if (!setNumbers(card, dataText, gradText, now, passes(at))) return;
  relabel(card, spoken(dataText), isConstant ? null : gradWords(now, spoken(gradText), passes(at)));
}

/** Write new numbers into the name of a card's button, which the server made. */
function relabel(card: SVGGElement, data: string, grad: string | null): void {
  const button = buttonOf(card);
  const label = button?.getAttribute("aria-label") ?? "";
  const said = label.replace(/, data (?:(?!, ).)*/, `, data ${data}`);
  const next = grad === null ? said : said.replace(GRAD_WORDS, `, ${grad}`);
  if (next !== label) button?.setAttribute("aria-label", next);
}

const GRAD_WORDS =
  /, grad (?:not computed yet|hidden|(?:(?!, ).)*, (?:stale|sum of \d+ passes|set by the program|up to date))/;

/** A range as it is said: from one end to the other. */
export function spoken(text: string): string {
  const [least, most] = text.split(TO);
  return most === undefined
    ? text === NOT_COMPUTED
      ? "not computed yet"
      : text
    : `from ${least} to ${most}`;
}

export function patchByPosition(drawing: Drawing, moment: Moment): void {
  if (moment.nodes.length > 0) return;
  const numbers = numbersAt(moment);
  for (const [id, card] of drawing.cards) {
    if (!isId(id)) continue;
    patchCard(card, numbers, position(id));
    card.classList.toggle("is-selected", id === moment.selected);
    card.classList.toggle("is-active", id === moment.active);
  }
}
