/**
 * Writing a frame into the drawing that is already there: the text of numbers, the classes and marks of
 * states, what a screen reader hears. Nothing moves, and what has not changed is not touched.
 */
import type { GradState, GraphDocument, GraphNode } from "../document";
import { card as cardNumber, range, TO } from "../format";
import { frameState } from "../state/grads";
import { name, origin } from "../state/naming";
import { setStateMark, setWarnings } from "./marks";
import { setNudge } from "./nudged";
import { buttonOf, type Drawing } from "./picture";
import { setPill } from "./pill";

const NOT_COMPUTED = "–";
const HIDDEN = "?";
const LONGEST = 9;

const CLASS: Readonly<Record<GradState, string>> = {
  none: "is-pending",
  fresh: "is-fresh",
  stale: "is-stale",
  accumulated: "is-acc",
  assigned: "is-fresh",
};

export interface Moment {
  readonly doc: GraphDocument;
  readonly nodes: readonly GraphNode[];
  /** The node whose turn it is in the backward pass. */
  readonly active: string | null;
  /** Edges of the steps that are done, as target-slot; the last of them is active while a step is shown. */
  readonly done: readonly string[];
  /** The local derivative that the step uses, and what it is called. */
  readonly local: { readonly name: string; readonly value: number } | null;
  readonly trained: ReadonlySet<string>;
  readonly selected: string | null;
  /** Present while forward is gone through: its edges carry data. */
  readonly pass?: "forward";
  /** The nudge that the numbers are of, if they are: who was moved, and the data of whom it changed. */
  readonly nudged: { readonly node: string; readonly before: ReadonlyMap<string, number> } | null;
  /** The path that is lit; its edges are target-slot. */
  readonly path: { readonly nodes: ReadonlySet<string>; readonly edges: ReadonlySet<string> } | null;
  /** The values of the line that the cursor is in. */
  readonly marked: ReadonlySet<string>;
}

/** A moment at which nothing is pointed out. */
export const QUIET: Omit<Moment, "doc" | "nodes"> = {
  active: null,
  done: [],
  local: null,
  trained: new Set(),
  selected: null,
  nudged: null,
  path: null,
  marked: new Set(),
};

function gradText(node: GraphNode): string {
  if (node.veil === "grad") return HIDDEN;
  return node.grad_state === "none" ? NOT_COMPUTED : cardNumber(node.grad);
}
const dataText = (node: GraphNode): string => (node.veil === "data" ? NOT_COMPUTED : cardNumber(node.data));

const about = (node: GraphNode): string => gradWords(node.grad_state, gradText(node), node.passes);

function gradWords(state: GradState, grad: string, passes: number): string {
  if (grad === HIDDEN) return "grad hidden";
  switch (state) {
    case "none":
      return "grad not computed yet";
    case "stale":
      return `grad ${grad}, stale, some data changed since`;
    case "accumulated":
      return `grad ${grad}, added over ${passes} passes`;
    case "assigned":
      return `grad ${grad}, set by the program`;
    default:
      return `grad ${grad}, computed this pass`;
  }
}

/** A range as it is said: from one end to the other. */
function spoken(text: string): string {
  const [least, most] = text.split(TO);
  return most === undefined
    ? text === NOT_COMPUTED
      ? "not computed yet"
      : text
    : `from ${least} to ${most}`;
}

/** Name, numbers, state and origin in one sentence, as the server's own pictures say it. */
export function sentence(doc: GraphDocument, node: GraphNode, isTrained: boolean, before?: number): string {
  const words = [name(node), node.veil === "data" ? "data not computed yet" : `data ${dataText(node)}`];
  if (before !== undefined) words.push(`nudged from ${cardNumber(before)}`);
  if (node.op === "constant") return [...words, "constant, takes no grad"].join(", ");
  words.push(about(node));
  if (node.op === "leaf") words.push(isTrained ? "leaf, trainable" : "leaf, held fixed");
  else words.push(`from ${origin(doc, node)}`);
  return words.join(", ");
}

function write(card: SVGGElement, kind: "data" | "grad", text: string): boolean {
  const element = card.querySelector(`:scope > text.${kind}`);
  if (element === null || element.textContent === text) return false;
  element.textContent = text;
  const isRange = text.includes(TO);
  element.classList.toggle("range", isRange);
  element.classList.toggle("long", !isRange && text.length > LONGEST);
  return true;
}

const ITS_OUTPUT = ", its output ";

/** Name the button of a card; that of a group begins with the group. */
function setLabel(card: SVGGElement, words: string): void {
  const button = buttonOf(card);
  const before = button?.getAttribute("aria-label") ?? "";
  const [group, output] = before.split(ITS_OUTPUT);
  const label = output === undefined ? words : `${group}${ITS_OUTPUT}${words}`;
  if (label !== before) button?.setAttribute("aria-label", label);
}

/** What a card was written from last, so that a step touches only the cards that it changes. */
const written = new WeakMap<SVGGElement, readonly unknown[]>();

function patchCard(card: SVGGElement, moment: Moment, node: GraphNode): void {
  const isTrained = moment.trained.has(node.name ?? "");
  const isActive = moment.active === node.id;
  const isSelected = moment.selected === node.id;
  const isMarked = moment.marked.has(node.id);
  const isDim = moment.path !== null && !moment.path.nodes.has(node.id);
  const before = moment.nudged?.before.get(node.id);
  const isMoved = moment.nudged?.node === node.id;
  const now = [node, moment.pass, isTrained, isActive, isSelected, isMarked, isDim, before, isMoved] as const;
  const last = written.get(card);
  if (last !== undefined && now.every((each, at) => Object.is(each, last[at]))) return;
  written.set(card, now);
  card.classList.toggle("is-selected", isSelected);
  card.classList.toggle("is-ahead", node.veil === "data");
  card.classList.toggle("is-hidden", node.veil === "grad");
  const isNew = [write(card, "data", dataText(node)), write(card, "grad", gradText(node))].includes(true);
  const state = node.op === "constant" ? "none" : node.grad_state;
  const drawn = `${state} ${node.passes}`;
  if (card.getAttribute("data-state") !== drawn) {
    card.setAttribute("data-state", drawn);
    for (const value of Object.values(CLASS)) card.classList.toggle(value, value === CLASS[state]);
    setStateMark(card, state, node.passes);
  }
  if (isNew) setWarnings(card);
  card.classList.toggle("is-active", isActive && moment.pass === undefined);
  card.classList.toggle("is-now", isActive && moment.pass === "forward");
  if (node.op === "leaf") setTrained(card, isTrained);
  setNudge(card, before === undefined ? null : node.data - before, isMoved);
  card.classList.toggle("is-marked", isMarked);
  card.classList.toggle("is-dim", isDim);
  setLabel(card, sentence(moment.doc, node, isTrained, before));
}

function setTrained(card: SVGGElement, isTrained: boolean): void {
  if (card.classList.contains("param") === isTrained) return;
  card.classList.toggle("param", isTrained);
  const badge = card.querySelector(":scope > .op");
  if (badge !== null) badge.textContent = isTrained ? "θ" : "=";
}

/** The numbers of one node as they are shown now. */
interface Shown {
  readonly data: number | null;
  readonly grad: number | null;
  readonly state: GradState;
  readonly passes: number;
  readonly isHidden: boolean;
}

/** Where numbers are read by position: in the nodes, or in the frame of a graph that has too many of them. */
function reader(moment: Moment): (position: number) => Shown | null {
  const { nodes, doc } = moment;
  if (nodes.length > 0) {
    return (at) => {
      const node = nodes[at];
      if (node === undefined) return null;
      const isHidden = node.veil === "grad";
      const hasGrad = node.op !== "constant" && (isHidden || node.grad_state !== "none");
      return {
        data: node.veil === "data" ? null : node.data,
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
    data: frame.data[at] ?? null,
    grad: state === "none" ? null : (frame.grad[at] ?? null),
    state,
    passes: frame.passes ?? 1,
    isHidden: false,
  });
}

const NOTABLE: readonly GradState[] = ["stale", "accumulated", "fresh", "assigned"];

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
  const isNew = [write(card, "data", dataText), write(card, "grad", gradText)].includes(true);
  const drawn = `${state} ${passes}`;
  if (card.getAttribute("data-state") !== drawn) {
    card.setAttribute("data-state", drawn);
    for (const value of Object.values(CLASS)) card.classList.toggle(value, value === CLASS[state]);
    setStateMark(card, state, passes);
  } else if (!isNew) return;
  if (isNew) setWarnings(card);
  relabel(card, spoken(dataText), isConstant ? null : gradWords(state, spoken(gradText), passes));
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
  /, grad (?:not computed yet|hidden|(?:(?!, ).)*, (?:stale, some data changed since|added over \d+ passes|set by the program|computed this pass))/;

/** A fold shows the range of what is used of it; a card of a graph that is sent as numbers shows them. */
function patchByPosition(drawing: Drawing, moment: Moment): void {
  const read = reader(moment);
  const numbers = (positions: readonly number[]): Shown[] =>
    positions.map(read).filter((each) => each !== null);
  for (const { card, outlets, isConstant } of drawing.folds) {
    patchMany(card, numbers(outlets), isConstant);
    const at = moment.selected === null ? -1 : Number(moment.selected.slice(1));
    setClass(card, "is-selected", moment.selected !== null && outlets.includes(at));
    setClass(card, "is-active", moment.active !== null && outlets.includes(Number(moment.active.slice(1))));
  }
  if (moment.nodes.length > 0) return;
  for (const [id, card] of drawing.cards) {
    if (card.hasAttribute("data-outlets") || !/^n\d+$/.test(id)) continue;
    patchMany(card, numbers([Number(id.slice(1))]), card.classList.contains("constant"));
  }
}

function patchEdges(drawing: Drawing, moment: Moment): void {
  const done = new Set(moment.done);
  const active = moment.local === null ? null : moment.done.at(-1);
  let activeEdge: SVGGElement | null = null;
  const isShown = (id: string): boolean => {
    const state = moment.nodes[Number(id.slice(1))]?.grad_state;
    return state === "fresh" || state === "accumulated" || state === "assigned";
  };
  const isGraded = moment.nodes.length === 0 && isLive(moment.doc);
  for (const { element, target, slot } of drawing.edges) {
    const key = `${target}-${slot}`;
    const source = moment.doc.nodes[Number(target.slice(1))]?.inputs[Number(slot)]?.node ?? "";
    const isStepping = moment.done.length > 0 || moment.active !== null;
    const isForward = moment.pass === "forward";
    const isFed = isForward && moment.nodes[Number(target.slice(1))]?.veil !== "data";
    const isPassed = isStepping ? done.has(key) : isGraded || (isShown(target) && isShown(source));
    setClass(element, "is-done", !isForward && isPassed);
    setClass(element, "is-fed", isFed);
    setClass(element, "is-feeding", isForward && target === moment.active);
    setClass(element, "is-path", moment.path?.edges.has(key) === true);
    setClass(element, "is-dim", moment.path !== null && !moment.path.edges.has(key));
    setActive(element, key === active);
    if (key === active) activeEdge = element;
  }
  setPill(drawing.layer, activeEdge, moment.local?.name ?? "", moment.local?.value ?? 0);
}

/** Reading a class is cheap, writing one makes the browser look again at what it styles. */
/** Whether the grads of a graph that is sent as numbers belong to its data. */
const isLive = (doc: GraphDocument): boolean =>
  doc.frame !== null && !["none", "stale"].includes(frameState(doc.frame));

function setClass(element: Element, name: string, is: boolean): void {
  if (element.classList.contains(name) !== is) element.classList.toggle(name, is);
}

export function setActive(edge: SVGGElement, isActive: boolean): void {
  if (edge.classList.contains("is-active") === isActive) return;
  edge.classList.toggle("is-active", isActive);
  if (!isActive) {
    edge.querySelector(":scope > .flow")?.remove();
    return;
  }
  const line = edge.querySelector(":scope > .line");
  const flow = line?.cloneNode() as SVGPathElement | undefined;
  flow?.setAttribute("class", "flow");
  if (flow !== undefined) line?.after(flow);
}

/** Bring the drawing to a moment; `isDressed` where somebody else has written into its cards since. */
export function patch(drawing: Drawing, moment: Moment, isDressed = false): void {
  if (isDressed) for (const card of drawing.cards.values()) written.delete(card);
  for (const node of moment.nodes) {
    const card = drawing.cards.get(node.id);
    if (card !== undefined && !card.hasAttribute("data-outlets")) patchCard(card, moment, node);
    if (node.op !== "leaf") continue;
    for (const copy of drawing.copies.get(node.id) ?? [])
      setTrained(copy, moment.trained.has(node.name ?? ""));
  }
  patchByPosition(drawing, moment);
  patchEdges(drawing, moment);
}
