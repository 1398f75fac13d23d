/** The pill on the edge whose step is shown: the local derivative, its name over its number. Drawn last. */
import { short } from "../format";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 38;
const CELL = 7.8;
const PADDING = 10;

function text(kind: string, content: string, y: number): SVGTextElement {
  const element = document.createElementNS(SVG, "text");
  element.setAttribute("class", kind);
  element.setAttribute("y", String(y));
  element.textContent = content;
  return element;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

/** The middle of a line and the room it has, once for every edge: asking makes the browser lay out the page. */
const places = new WeakMap<SVGGElement, Place>();

function placeOn(layer: SVGGElement, edge: SVGGElement): Place | null {
  const known = places.get(edge);
  if (known !== undefined) return known;
  const line = edge.querySelector<SVGPathElement>(":scope > .line");
  const [matrix, base] = [line?.getCTM() ?? null, layer.getCTM()];
  if (line === null || matrix === null || base === null) return null;
  const middle = line
    .getPointAtLength(line.getTotalLength() / 2)
    .matrixTransform(base.inverse().multiply(matrix));
  const place = { x: middle.x, y: middle.y, room: line.getBBox().width };
  places.set(edge, place);
  return place;
}

/**
 * Take away the pill that is there, and put one on an edge if there is an edge to put it on. A value that is
 * not told, null, is a question mark.
 */
export function setPill(
  layer: SVGGElement,
  edge: SVGGElement | null,
  name: string,
  value: number | null,
): void {
  layer.querySelector(":scope > .pill")?.remove();
  const place = edge === null ? null : placeOn(layer, edge);
  if (place === null) return;
  const number = value === null ? "?" : short(value);
  const width = Math.max(name.length, number.length) * CELL + 2 * PADDING;
  const pill = document.createElementNS(SVG, "g");
  pill.setAttribute("class", "pill");
  pill.setAttribute("aria-hidden", "true");
  // Where cards stand close together there is no room between them, only above.
  const y = place.room < width && place.room > 0 ? place.y - HEIGHT : place.y;
  pill.setAttribute("transform", `translate(${place.x.toFixed(1)} ${y.toFixed(1)})`);
  const back = document.createElementNS(SVG, "rect");
  const box = { class: "pill-bg", x: -width / 2, y: -HEIGHT / 2, width, height: HEIGHT, rx: 7 };
  for (const [key, attribute] of Object.entries(box)) back.setAttribute(key, String(attribute));
  pill.append(back, text("pill-k", name, -4), text("pill-v", number, 13));
  layer.append(pill);
}
