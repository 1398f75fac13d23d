/**
 * Writing a frame into the drawing that is already there: the text of numbers, the classes and marks of
 * states, what a screen reader hears. Nothing moves, and what has not changed is not touched.
 */
import type { GradState, GraphDocument, GraphNode } from "../document";
import { card as cardNumber } from "../format";
import { name, origin, position } from "../state/naming";
import { setStateMark, setWarnings } from "./marks";
import { setNudge } from "./nudged";
import { buttonOf, type Drawing, type Edge } from "./picture";
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

/** What is said of a card beside what its node says by itself. */
export interface Said {
  /** The data before a nudge. */
  readonly before?: number | undefined;
  /** What is to be thought of the grad: "correct", "wrong, should be 6". */
  readonly verdict?: string;
  /** Said in the place of the grad: "grad hidden". */
  readonly instead?: string;
}

function about(node: GraphNode, { verdict, instead }: Said): string {
  if (instead !== undefined) return instead;
  if (node.veil === "grad") return "grad hidden";
  const grad = `grad ${gradText(node)}`;
  const judged = verdict === undefined ? "" : `, ${verdict}`;
  switch (node.grad_state) {
    case "none":
      return "grad not computed yet";
    case "stale":
      return `${grad}, stale, some data changed since${judged}`;
    case "accumulated":
      return `${grad}, added over ${node.passes} passes${judged}`;
    case "assigned":
      return `${grad}, set by the program${judged}`;
    default:
      return `${grad}, ${verdict ?? "computed this pass"}`;
  }
}

/** Name, numbers, state and origin in one sentence, as the server's own pictures say it. */
export function sentence(doc: GraphDocument, node: GraphNode, isTrained: boolean, said: Said = {}): string {
  const words = [name(node), node.veil === "data" ? "data not computed yet" : `data ${dataText(node)}`];
  if (said.before !== undefined) words.push(`nudged from ${cardNumber(said.before)}`);
  if (node.op === "constant") return [...words, "constant, takes no grad"].join(", ");
  words.push(about(node, said));
  if (node.op === "leaf") words.push(isTrained ? "leaf, trainable" : "leaf, held fixed");
  else words.push(`from ${origin(doc, node)}`);
  return words.join(", ");
}

function write(card: SVGGElement, kind: "data" | "grad", text: string): boolean {
  const element = card.querySelector(`:scope > text.${kind}`);
  if (element === null || element.textContent === text) return false;
  element.textContent = text;
  element.classList.toggle("long", text.length > LONGEST);
  return true;
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
  setLabel(card, moment, node, { before });
}

function setTrained(card: SVGGElement, isTrained: boolean): void {
  if (card.classList.contains("param") === isTrained) return;
  card.classList.toggle("param", isTrained);
  const badge = card.querySelector(":scope > .op");
  if (badge !== null) badge.textContent = isTrained ? "θ" : "=";
}

/** The classes that say how an edge stands, each a bit. */
const EDGE = ["is-done", "is-fed", "is-feeding", "is-path", "is-dim", "is-active"] as const;
const bit = (is: boolean, name: (typeof EDGE)[number]): number => (is ? 1 << EDGE.indexOf(name) : 0);

const isShown = (node: GraphNode | undefined): boolean =>
  node?.grad_state === "fresh" || node?.grad_state === "accumulated" || node?.grad_state === "assigned";

function patchEdges(drawing: Drawing, moment: Moment): void {
  const { path, nodes } = moment;
  const done = new Set(moment.done);
  const active = moment.local === null ? null : moment.done.at(-1);
  const isStepping = moment.done.length > 0 || moment.active !== null;
  const isForward = moment.pass === "forward";
  let activeEdge: SVGGElement | null = null;
  for (const edge of drawing.edges) {
    const { element, target, slot, key, at } = edge;
    const source = moment.doc.nodes[at]?.inputs[Number(slot)]?.node ?? "";
    const isPassed = isStepping ? done.has(key) : isShown(nodes[at]) && isShown(nodes[position(source)]);
    // Without a list a step: hundreds of edges make a lot of them, and somebody has to sweep them up.
    const bits =
      bit(!isForward && isPassed, "is-done") |
      bit(isForward && nodes[at]?.veil !== "data", "is-fed") |
      bit(isForward && target === moment.active, "is-feeding") |
      bit(path?.edges.has(key) === true, "is-path") |
      bit(path !== null && !path.edges.has(key), "is-dim") |
      bit(key === active, "is-active");
    if (key === active) activeEdge = element;
    patchEdge(edge, bits);
  }
  setPill(drawing, activeEdge, moment.local?.name ?? "", moment.local?.value ?? 0);
}

/** Writing a class makes the browser look again at what it styles, so only those that change are written. */
function patchEdge(edge: Edge, bits: number): void {
  if (edge.drawn === bits) return;
  const { element } = edge;
  edge.drawn = bits;
  for (const [bit, name] of EDGE.entries()) {
    const is = (bits & (1 << bit)) !== 0;
    if (name !== "is-active" && element.classList.contains(name) !== is) element.classList.toggle(name, is);
  }
  setActive(element, (bits & bit(true, "is-active")) !== 0);
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
  if (isDressed) {
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
  patchEdges(drawing, moment);
}
