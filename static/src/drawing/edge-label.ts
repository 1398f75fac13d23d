/** The label on the edge whose step is shown: the local derivative, its name over its number. Drawn last. */
import { short } from "../format";
import { type EdgePath, readPath } from "./edge-path";
import { corner, type Drawing } from "./picture";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 38;
const CELL = 7.8;
const PADDING = 10;
const GAP = 5;

function text(kind: string, content: string, y: number): SVGTextElement {
  const element = document.createElementNS(SVG, "text");
  element.setAttribute("class", kind);
  element.setAttribute("y", String(y));
  element.textContent = content;
  return element;
}

function span(kind: string, content: string): SVGTSpanElement {
  const element = document.createElementNS(SVG, "tspan");
  element.setAttribute("class", kind);
  element.textContent = content;
  return element;
}

/** The path of each edge, computed once. */
const paths = new WeakMap<SVGGElement, EdgePath | null>();

function pathOf(edge: SVGGElement): EdgePath | null {
  const known = paths.get(edge);
  if (known !== undefined) return known;
  const path = readPath(edge.querySelector(":scope > .line")?.getAttribute("d") ?? "");
  paths.set(edge, path);
  return path;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the cards of a drawing are, read once. */
const boxes = new WeakMap<Drawing["cards"], readonly Box[]>();

function boxesOf(cards: Drawing["cards"]): readonly Box[] {
  const known = boxes.get(cards) ?? [...cards.values()].map(corner);
  boxes.set(cards, known);
  return known;
}

/** How much of the cards a label about a point lies over. */
function covered(cards: readonly Box[], x: number, y: number, width: number): number {
  const overlap = (from: number, length: number, other: number, room: number): number =>
    Math.max(0, Math.min(from + length, other + room) - Math.max(from, other));
  return cards.reduce(
    (sum, box) =>
      sum +
      overlap(x - width / 2, width, box.x, box.width) * overlap(y - HEIGHT / 2, HEIGHT, box.y, box.height),
    0,
  );
}

/**
 * Where a label covers least: on the middle of its edge, and where cards are too close for that, above or
 * below the card that the edge comes from or the middle itself.
 */
function placeFor(drawing: Drawing, { start, middle }: EdgePath, width: number): number {
  const cards = boxesOf(drawing.cards);
  const source = cards.find(
    (box) =>
      start.x >= box.x - 1 &&
      start.x <= box.x + box.width + 1 &&
      start.y >= box.y - 1 &&
      start.y <= box.y + box.height + 1,
  );
  const [top, bottom] = source === undefined ? [middle.y, middle.y] : [source.y, source.y + source.height];
  const beside = HEIGHT / 2 + GAP;
  const wanted = [middle.y, top - beside, bottom + beside, middle.y - HEIGHT, middle.y + HEIGHT];
  const costs = wanted.map((y) => covered(cards, middle.x, y, width));
  return wanted[costs.indexOf(Math.min(...costs))] ?? middle.y;
}

/**
 * Take away the label that is there, and put one on an edge if there is an edge to put it on. A value that is
 * not revealed, null, is a question mark. `theirs`, used in place of the value, is shown before it.
 */
export function setEdgeLabel(
  drawing: Drawing,
  edge: SVGGElement | null,
  name: string,
  value: number | null,
  theirs?: number,
): void {
  const { layer } = drawing;
  layer.querySelector(":scope > .edge-label")?.remove();
  const path = edge === null ? null : pathOf(edge);
  if (path === null) return;
  const right = value === null ? "?" : short(value);
  const number = theirs === undefined ? right : `${short(theirs)} should be ${right}`;
  const width = Math.max(name.length, number.length) * CELL + 2 * PADDING;
  const label = document.createElementNS(SVG, "g");
  label.setAttribute("class", "edge-label");
  label.setAttribute("aria-hidden", "true");
  const y = placeFor(drawing, path, width);
  label.setAttribute("transform", `translate(${path.middle.x.toFixed(1)} ${y.toFixed(1)})`);
  const back = document.createElementNS(SVG, "rect");
  const box = { class: "edge-label-bg", x: -width / 2, y: -HEIGHT / 2, width, height: HEIGHT, rx: 7 };
  for (const [key, attribute] of Object.entries(box)) back.setAttribute(key, String(attribute));
  const shown = text("edge-label-number", theirs === undefined ? number : "", 13);
  if (theirs !== undefined) {
    label.classList.add("is-wrong");
    shown.append(span("edge-label-theirs", short(theirs)), span("edge-label-should", " should be "), right);
  }
  label.append(back, text("edge-label-name", name, -4), shown);
  layer.append(label);
}
