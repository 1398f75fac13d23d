/** The pill on the edge whose step is shown: the local derivative, its name over its number. Drawn last. */
import { short } from "../format";
import { type Course, courseOf } from "./course";

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

/** The course of an edge, reckoned once. */
const courses = new WeakMap<SVGGElement, Course | null>();

function courseAlong(edge: SVGGElement): Course | null {
  const known = courses.get(edge);
  if (known !== undefined) return known;
  const course = courseOf(edge.querySelector(":scope > .line")?.getAttribute("d") ?? "");
  courses.set(edge, course);
  return course;
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
  const course = edge === null ? null : courseAlong(edge);
  if (course === null) return;
  const { middle, width: room } = course;
  const number = value === null ? "?" : short(value);
  const width = Math.max(name.length, number.length) * CELL + 2 * PADDING;
  const pill = document.createElementNS(SVG, "g");
  pill.setAttribute("class", "pill");
  pill.setAttribute("aria-hidden", "true");
  // Where cards stand close together there is no room between them, only above.
  const y = room < width && room > 0 ? middle.y - HEIGHT : middle.y;
  pill.setAttribute("transform", `translate(${middle.x.toFixed(1)} ${y.toFixed(1)})`);
  const back = document.createElementNS(SVG, "rect");
  const box = { class: "pill-bg", x: -width / 2, y: -HEIGHT / 2, width, height: HEIGHT, rx: 7 };
  for (const [key, attribute] of Object.entries(box)) back.setAttribute(key, String(attribute));
  pill.append(back, text("pill-k", name, -4), text("pill-v", number, 13));
  layer.append(pill);
}
