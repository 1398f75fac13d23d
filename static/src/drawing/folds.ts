/**
 * Cards whose numbers are read by position: a fold shows the range of those that leave it, and a graph with too many
 * nodes to send comes as numbers alone.
 */

import { frameState } from "../compute/grads";
import { range, TO } from "../format";
import { isId, position } from "../wire/ids";
import type { GradState } from "../wire/types";
import { setNumbers } from "./card";
import { gradWords, HIDDEN, NOT_COMPUTED } from "./card-text";
import { type Moment, QUIET } from "./moment";
import { buttonOf, type Drawing } from "./picture";

/** The numbers of one node as they are shown now. */
export interface Shown {
  readonly data: number | null;
  readonly grad: number | null;
  readonly state: GradState;
  readonly passes: number;
  readonly isHidden: boolean;
}

/** Where numbers are read by position: in the nodes, or in the frame of a graph that has too many of them. */
export function reader(moment: Moment): (position: number) => Shown | null {
  const { nodes, doc } = moment;
  if (nodes.length > 0) {
    return (at) => {
      const node = nodes[at];
      if (node === undefined) return null;
      const isHidden = node.hidden === "grad";
      const hasGrad = node.op !== "constant" && (isHidden || node.grad_state !== "none");
      return {
        data: node.hidden === "data" ? null : node.data,
        grad: hasGrad && !isHidden ? node.grad : null,
        state: node.op === "constant" ? "none" : node.grad_state,
        passes: node.passes,
        isHidden,
      };
    };
  }
  const frame = doc.frame;
  if (frame === null) return () => null;
  const state = frameState(frame);
  return (at) => ({
    data: moment.isKnown?.(at) === false ? null : (frame.data[at] ?? null),
    grad: state === "none" || moment.isDue?.(at) === false ? null : (frame.grad[at] ?? null),
    state: moment.isDue?.(at) === false ? "none" : state,
    passes: frame.passes ?? 1,
    isHidden: false,
  });
}

/** The numbers at a moment, or of a document as a whole, by position. */
export function readerOf(moment: Moment | Moment["doc"]): {
  readonly data: (at: number) => number | null;
  readonly grad: (at: number) => number | null;
} {
  const read = reader("doc" in moment ? moment : { ...QUIET, doc: moment, nodes: moment.nodes });
  return { data: (at) => read(at)?.data ?? null, grad: (at) => read(at)?.grad ?? null };
}

export const NOTABLE: readonly GradState[] = ["stale", "accumulated", "fresh", "assigned"];

function patchMany(card: SVGGElement, shown: readonly Shown[], isConstant: boolean): void {
  const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const data = known(shown.map((each) => each.data));
  const grads = isConstant ? [] : known(shown.map((each) => each.grad));
  const isHidden = shown.some((each) => each.isHidden);
  const state = isConstant
    ? "none"
    : (NOTABLE.find((each) => shown.some((one) => one.state === each)) ?? "none");
  const passes = Math.max(0, ...shown.slice(0, 1).map((each) => each.passes));
  const dataText = data.length === 0 ? NOT_COMPUTED : range(data);
  const gradText = isHidden ? HIDDEN : grads.length === 0 ? NOT_COMPUTED : range(grads);
  card.classList.toggle("is-ahead", data.length === 0);
  card.classList.toggle("is-hidden", isHidden);
  if (!setNumbers(card, dataText, gradText, state, passes)) return;
  const about = gradText === HIDDEN ? "grad hidden" : gradWords(state, spoken(gradText), passes);
  relabel(card, spoken(dataText), isConstant ? null : about);
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

/** A fold shows the range of what is used of it; a card of a graph that is sent as numbers shows them. */
export function patchByPosition(drawing: Drawing, moment: Moment): void {
  const read = reader(moment);
  const [selected, active] = [moment.selected, moment.active].map((id) => (id === null ? -1 : position(id)));
  const show = (card: SVGGElement, positions: readonly number[], isConstant: boolean): void => {
    patchMany(
      card,
      positions.map(read).filter((each) => each !== null),
      isConstant,
    );
    card.classList.toggle("is-selected", selected !== undefined && positions.includes(selected));
    card.classList.toggle("is-active", active !== undefined && positions.includes(active));
  };
  for (const { card, outlets, isConstant } of drawing.folds) show(card, outlets, isConstant);
  if (moment.nodes.length > 0) return;
  for (const [id, card] of drawing.cards)
    if (!card.hasAttribute("data-outlets") && isId(id))
      show(card, [position(id)], card.classList.contains("constant"));
}
