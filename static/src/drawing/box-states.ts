/**
 * Boxes at a moment: their strips and matrices repainted, the state of their grads, whose turn it is, and the edges
 * between them. A value step lights the box that holds the value, and the edge on which its grad came.
 */
import { range } from "../format";
import { isId, position } from "../wire/ids";
import type { GradState } from "../wire/types";
import type { Box, Boxes } from "./boxes";
import { spoken } from "./by-position";
import { CLASS } from "./card";
import { gradWords } from "./card-text";
import { bit, patchEdge } from "./edges";
import { type HeatScale, paintHeats } from "./heats";
import type { Moment } from "./moment";
import { type Numbers, numbersAt, stateOf } from "./numbers";
import { chain } from "./order";
import { buttonOf, type Drawing } from "./picture";

/** The box that holds each node, made once for a drawing. */
const holders = new WeakMap<Boxes, readonly (string | undefined)[]>();

/** The box on screen that holds a node; null where it is not drawn. */
export function holderOf(all: Boxes, id: string | null): string | null {
  if (id === null || !isId(id)) return null;
  let found = holders.get(all);
  if (found === undefined) {
    const made: (string | undefined)[] = [];
    for (const box of all.boxes.values()) for (const at of box.members) made[at] = box.id;
    found = made;
    holders.set(all, found);
  }
  return found[position(id)] ?? null;
}

/** The boxes that these nodes are in or docked in. */
function holding(all: Boxes, ids: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const id of ids) {
    const holder = holderOf(all, id);
    if (holder !== null) found.add(holder);
  }
  return found;
}

const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null);

/** "attn_weights, list, 9 values" and then its numbers, as far as they are known. */
function label(card: SVGGElement, { shown: { cells } }: Box, numbers: Numbers, state: GradState): void {
  const button = buttonOf(card);
  const before = button?.getAttribute("aria-label") ?? "";
  const head = before.split(/, (?:largest )?data /)[0] ?? before;
  const data = known(cells.map(numbers.data));
  const grad = known(cells.map(numbers.grad));
  const passes = cells.reduce((most, at) => Math.max(most, numbers.passes(at)), 0);
  const dataWords = data.length === 0 ? "not computed yet" : spoken(range(data));
  const words = cells.some(numbers.isHidden)
    ? "grad hidden"
    : grad.length === 0
      ? "grad not computed yet"
      : gradWords(state, spoken(range(grad)), passes);
  const next = `${head}, data ${dataWords}, ${words}`;
  if (next !== before) button?.setAttribute("aria-label", next);
}

/** Write the state of a box, or of a dock in it, where it has changed. */
function setState(element: Element, state: GradState): void {
  if (element.getAttribute("data-state") === state) return;
  element.setAttribute("data-state", state);
  for (const name of new Set(Object.values(CLASS))) element.classList.toggle(name, name === CLASS[state]);
}

function toggle(element: Element, name: string, is: boolean): void {
  if (element.classList.contains(name) !== is) element.classList.toggle(name, is);
}

export function patchBoxes(drawing: Drawing, moment: Moment, scale: HeatScale): void {
  const all = drawing.boxes;
  const numbers = numbersAt(moment);
  paintHeats(drawing.heats, scale, numbers.data, numbers.grad);
  for (const heat of drawing.heats) if (heat.isDock) setState(heat.host, stateOf(numbers, heat.strip.cells));

  const graded = new Set<string>();
  const active = moment.turn?.box ?? holderOf(all, moment.active);
  const isForward = moment.pass === "forward";
  const selected = holderOf(all, moment.selected);
  const marked = moment.marked.size > 0 ? holding(all, moment.marked) : null;
  const onPath = moment.path === null ? null : holding(all, moment.path.nodes);
  for (const box of all.boxes.values()) {
    const card = drawing.cards.get(box.id);
    if (card === undefined) continue;
    const state = stateOf(numbers, box.shown.cells);
    if (state !== "none" && state !== "stale") for (const id of chain(all, box.id)) graded.add(id);
    if (box.kind === "value") {
      if (moment.turn !== null) toggle(card, "is-active", box.id === moment.turn.box);
      continue;
    }
    setState(card, state);
    toggle(card, "is-active", box.id === active && !isForward);
    toggle(card, "is-now", box.id === active && isForward);
    toggle(card, "is-selected", box.path === moment.selectedBox || box.id === selected);
    const isOfLine = box.kind === "line" && box.path.endsWith(`:${moment.line}`);
    // Of a graph that is sent as numbers the values of a line are not known one by one.
    const isMade = moment.nodes.length === 0 && moment.line !== null && box.lines.has(moment.line);
    toggle(card, "is-marked", isOfLine || isMade || marked?.has(box.id) === true);
    toggle(card, "is-dim", onPath !== null && !onPath.has(box.id));
    label(card, box, numbers, state);
  }
  const inside = active === null ? [] : chain(all, active);
  for (const [id, element] of drawing.frames) {
    toggle(element, "is-active", inside.includes(id));
    toggle(element, "is-selected", all.frames.get(id)?.path === moment.selectedBox);
  }
  patchJoins(drawing, moment, graded, isForward);
}

function patchJoins(drawing: Drawing, moment: Moment, graded: ReadonlySet<string>, isForward: boolean): void {
  const { boxes: all } = drawing;
  const [to, from] = [holderOf(all, moment.active), holderOf(all, moment.from)];
  const [given, taken] = [to, from].map((id) => (id === null ? [] : chain(all, id)));
  const isStep = to !== null && from !== null && to !== from;
  for (const edge of drawing.edges) {
    if (edge.ends === null) continue;
    const { ends, element } = edge;
    const isActive =
      moment.turn !== null
        ? moment.turn.edges.has(element.id.slice(drawing.prefix.length))
        : isStep &&
          given?.includes(ends.from) === true &&
          taken?.includes(ends.to) === true &&
          !(taken.includes(ends.from) || given.includes(ends.to));
    const isDone = !isForward && graded.has(ends.from) && graded.has(ends.to);
    patchEdge(
      edge,
      bit(isDone || isActive, "is-done") |
        bit(isForward, "is-fed") |
        bit(moment.path !== null, "is-dim") |
        bit(isActive, "is-active"),
    );
  }
}
