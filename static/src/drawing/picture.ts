/**
 * The drawing in the page. The server's SVG is parsed as XML and its elements are kept by id,
 * so that a number is written without looking anything up.
 */
import { idOf } from "../wire/ids";

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

/** A box that stands for many nodes, and the positions of those that it shows the range of. */
interface Fold {
  readonly card: SVGGElement;
  readonly outlets: readonly number[];
  readonly isConstant: boolean;
}

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** What pan and zoom move. */
  readonly layer: SVGGElement;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** The boxes that show a node's numbers. */
  readonly cards: ReadonlyMap<string, SVGGElement>;
  /** Small copies of far leaves, by node. */
  readonly copies: ReadonlyMap<string, readonly SVGGElement[]>;
  readonly folds: readonly Fold[];
  readonly edges: readonly Edge[];
  /**
   * What each card was written from last. Kept here and not in a map with weak keys: hundreds of elements in one of
   * those take the collector longer than a step may last.
   */
  readonly written: Map<string, readonly unknown[]>;
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
  const folds: Fold[] = [];
  for (const group of svg.querySelectorAll<SVGGElement>("g.node")) {
    const id = group.getAttribute("data-node") ?? group.id.slice(prefix.length);
    if (group.classList.contains("copy")) copies.set(id, [...(copies.get(id) ?? []), group]);
    else if (group.hasAttribute("aria-label")) cards.set(id, withButton(group));
    const outlets = group.getAttribute("data-outlets");
    if (outlets !== null)
      folds.push({
        card: group,
        outlets: positions(outlets),
        isConstant: group.classList.contains("constant"),
      });
  }
  const edges = [...svg.querySelectorAll<SVGGElement>("g.edge")].flatMap((element) => {
    const [, target, slot] = EDGE.exec(element.id.slice(prefix.length)) ?? [];
    if (target === undefined || slot === undefined) return [];
    const id = idOf(target);
    return [
      {
        element,
        target: id,
        slot,
        key: `${id}-${slot}`,
        at: Number(target),
        ends: endsOf(element),
        drawn: -1,
      },
    ];
  });
  const output = svg.querySelector<SVGGElement>("g.node.output");
  return {
    svg,
    layer,
    box,
    cards,
    copies,
    folds,
    edges,
    written: new Map(),
    output: output === null ? null : corner(output),
  };
}

function endsOf(edge: Element): Edge["ends"] {
  const [from, to] = [edge.getAttribute("data-from"), edge.getAttribute("data-to")];
  return from === null || to === null ? null : { from, to };
}

/** What the server wrote as `3 7+4*100`: 3, then 7, 11, … a hundred in all. */
export function positions(runs: string): number[] {
  return runs.split(" ").flatMap((word) => {
    const [, first = "0", step = "0", count = "1"] = /^(\d+)(?:\+(\d+)\*(\d+))?$/.exec(word) ?? [];
    return Array.from({ length: Number(count) }, (_, k) => Number(first) + k * Number(step));
  });
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
  return card;
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
