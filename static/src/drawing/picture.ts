/**
 * The drawing in the page. The server's SVG is parsed as XML and its elements are kept by id,
 * so that a number is written without looking anything up.
 */
import { idOf } from "../wire/ids";
import { type Boxes, readBoxes } from "./boxes";
import { type Heat, heatsOf } from "./heats";

export interface Edge {
  readonly element: SVGGElement;
  readonly target: string;
  readonly slot: string;
  /** Target and slot in one word, and the target's place among the nodes. */
  readonly key: string;
  readonly at: number;
  /** The cards that it joins, where it stands for many edges of the graph. */
  readonly ends: { readonly from: string; readonly to: string } | null;
  /** Its state as last drawn; −1 before that, and after anything else has drawn on it. */
  drawn: number;
}

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** Begins every id of it. */
  readonly prefix: string;
  /** What pan and zoom move. */
  readonly layer: SVGGElement;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** The boxes that show a node's numbers. */
  readonly cards: ReadonlyMap<string, SVGGElement>;
  /** Small copies of far leaves, by node. */
  readonly copies: ReadonlyMap<string, readonly SVGGElement[]>;
  /** What is drawn as boxes and open frames, with the elements of the frames and what shows numbers in boxes. */
  readonly boxes: Boxes;
  readonly frames: ReadonlyMap<string, SVGGElement>;
  readonly heats: readonly Heat[];
  /** Boxes stand for many values here, so that edges join boxes and not values. */
  readonly isBoxed: boolean;
  readonly edges: readonly Edge[];
  /**
   * What each card was written from last. Kept here and not in a map with weak keys: hundreds of elements in one of
   * those take the collector longer than a step may last.
   */
  readonly written: Map<string, readonly unknown[]>;
  /** What is lit because something is pointed at. */
  readonly lit: { id: string | null; readonly elements: Element[] };
  /** The box of the output, if it is drawn. */
  readonly output: ReturnType<typeof corner> | null;
}

const SVG = "http://www.w3.org/2000/svg";
const EDGE = /^e(\d+)-(\d+)/;

function viewBox(svg: SVGSVGElement): Drawing["box"] {
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "")
    .split(/[\s,]+/)
    .map(Number);
  return { x, y, width, height };
}

/** Parse the server's SVG, whose ids begin with `prefix`. Throws if it is not one. */
export function parsePicture(text: string, prefix = ""): Drawing {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg") throw new Error("The server's picture is not an SVG.");
  const svg = document.importNode(root, true) as unknown as SVGSVGElement;
  const box = viewBox(svg);
  for (const name of ["viewBox", "width", "height"]) svg.removeAttribute(name);
  const layer = document.createElementNS(SVG, "g");
  layer.setAttribute("class", "layer");
  layer.append(...svg.childNodes);
  svg.append(layer);

  const cards = new Map<string, SVGGElement>();
  const copies = new Map<string, SVGGElement[]>();
  for (const group of svg.querySelectorAll<SVGGElement>("g.node")) {
    const id = group.getAttribute("data-node") ?? group.id.slice(prefix.length);
    if (group.classList.contains("copy")) copies.set(id, [...(copies.get(id) ?? []), group]);
    else if (group.hasAttribute("aria-label")) cards.set(id, withButton(group));
  }
  const edges = [...svg.querySelectorAll<SVGGElement>("g.edge")].flatMap((element) => {
    // An edge between a frame's border and what is in it joins no two values.
    const [, target = "", slot = ""] = EDGE.exec(element.id.slice(prefix.length)) ?? [];
    if (target === "" && !element.hasAttribute("data-from")) return [];
    const id = idOf(target);
    return [
      {
        element,
        target: id,
        slot,
        key: `${id}-${slot}`,
        at: target === "" ? -1 : Number(target),
        ends: endsOf(element),
        drawn: -1,
      },
    ];
  });
  const output = svg.querySelector<SVGGElement>("g.node.output");
  const boxes = readBoxes(svg, prefix);
  const frames = new Map(
    [...svg.querySelectorAll<SVGGElement>("g.cluster")].map((each) => [each.id.slice(prefix.length), each]),
  );
  for (const frame of frames.values()) withShut(frame);
  return {
    svg,
    prefix,
    layer,
    box,
    cards,
    copies,
    boxes,
    frames,
    heats: heatsOf(boxes.boxes.values(), cards),
    isBoxed: frames.size > 0 || [...boxes.boxes.values()].some((each) => each.kind !== "value"),
    edges,
    written: new Map(),
    lit: { id: null, elements: [] },
    output: output === null ? null : corner(output),
  };
}

function endsOf(edge: Element): Edge["ends"] {
  const [from, to] = [edge.getAttribute("data-from"), edge.getAttribute("data-to")];
  return from === null || to === null ? null : { from, to };
}

/**
 * A card becomes a drawing with a button over it. The button says in words what the card shows in numbers and
 * shapes; were the card itself the button, its name would have to be its text, read from badge to grad.
 */
function withButton(card: SVGGElement): SVGGElement {
  const { x, y, width, height } = corner(card);
  const button = document.createElementNS(SVG, "rect");
  const box = { class: "hit", x, y, width, height };
  for (const [name, value] of Object.entries(box)) button.setAttribute(name, String(value));
  for (const name of ["role", "tabindex", "aria-label"]) {
    button.setAttribute(name, card.getAttribute(name) ?? "");
    card.removeAttribute(name);
  }
  for (const part of card.children) part.setAttribute("aria-hidden", "true");
  card.append(button);
  // What opens a box is over its button, so that a click can tell the two apart.
  const opener = card.querySelector(":scope > .opener");
  if (opener !== null) card.append(opener, ...card.querySelectorAll(":scope > .name"));
  return card;
}

/** The sign that shuts a frame is a button; keys reach it by Escape from any box in the frame. */
function withShut(frame: SVGGElement): void {
  const name = frame.querySelector(":scope > .title")?.textContent ?? "";
  for (const part of frame.children) part.setAttribute("aria-hidden", "true");
  const shut = frame.querySelector(":scope > .shut");
  shut?.removeAttribute("aria-hidden");
  shut?.setAttribute("role", "button");
  shut?.setAttribute("tabindex", "-1");
  shut?.setAttribute("aria-label", `Close ${name}`);
}

/** The part of a card that takes the focus and has its name. */
export const buttonOf = (card: SVGGElement): SVGElement | null =>
  card.querySelector<SVGElement>(":scope > .hit");

/** Where a card's top left corner is in the drawing, from the outline that every card has. */
export function corner(card: SVGGElement): { x: number; y: number; width: number; height: number } {
  const face = card.querySelector(":scope > .face");
  const number = (name: string): number => Number(face?.getAttribute(name) ?? 0);
  return { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
}
