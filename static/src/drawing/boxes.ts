/**
 * The boxes and open frames of a drawing, as the server wrote them into its SVG: what each stands for, what it shows,
 * and in which frame it is. Nothing here changes the drawing.
 */
import { positions } from "../wire/ids";

type BoxKind = "scope" | "list" | "line" | "range" | "value";

interface Named {
  /** Its id in the drawing: `b7`, `c3`, `n5`. */
  readonly id: string;
  /** What `view.open` calls it; a value's is its id. */
  readonly path: string;
  readonly name: string;
  readonly note: string;
  readonly count: number;
  /** How many alike there are, which of them this is from 0, and the paths of those that can be stepped to. */
  readonly copies: number;
  readonly copy: number;
  readonly twins: readonly string[];
  /** The frame that it is in; null outermost. */
  readonly parent: string | null;
}

/** A list of numbers that is drawn in a box. */
export interface Strip {
  readonly name: string;
  /** Of a matrix of parameters, which have a scale of their own. */
  readonly isOfParameters: boolean;
  readonly cells: readonly number[];
  readonly shape: readonly number[];
}

export interface Box extends Named {
  readonly kind: BoxKind;
  readonly isOpenable: boolean;
  readonly members: readonly number[];
  /** The lines of the program that made them. */
  readonly lines: ReadonlySet<number>;
  readonly shown: Strip;
  /** Lists of leaves that it reads and that are drawn in it. */
  readonly docks: readonly Strip[];
}

/** A box that is open: what is in it is drawn. */
export interface OpenFrame extends Named {
  readonly depth: number;
}

export interface Join {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** Everything that is drawn as a box, values that stand alone among them. */
export interface Boxes {
  readonly boxes: ReadonlyMap<string, Box>;
  /** Outer ones before inner ones. */
  readonly frames: ReadonlyMap<string, OpenFrame>;
  readonly joins: readonly Join[];
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a box or an open frame is called among others of its name: "for pos_id 3", "gpt ×8", "head 2". */
export function titleOf(all: Boxes, id: string): string {
  const frame = all.frames.get(id);
  if (frame !== undefined) return frame.copies > 1 ? `${frame.name} ${frame.copy + 1}` : frame.name;
  const box = all.boxes.get(id);
  if (box === undefined) return "";
  const of = /^(\d+) of \d+$/.exec(box.note)?.[1];
  if (of !== undefined) return `${box.name} ${of}`;
  return box.copies > 1 ? `${box.name} ×${box.copies}` : box.name;
}

/** The path of the copy before or after a frame; null at the ends. */
export function copyOf({ copies, copy, path, twins }: OpenFrame, by: 1 | -1): string | null {
  const at = copy + by;
  if (at < 0 || at >= copies) return null;
  const here = twins.indexOf(path);
  if (here >= 0) return twins[here + by] ?? null;
  return path.replace(/\[(\d+)\]$/, (_, k) => `[${Number(k) + by}]`);
}

export const areaOf = (element: Element | null): Area => {
  const number = (name: string): number => Number(element?.getAttribute(name) ?? 0);
  return { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
};

const holds = (outer: Area, inner: Area): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const words = (text: string | null): string[] => (text ?? "").split(" ").filter((word) => word !== "");

/** Paths as the drawing lists them: percent-encoded, with spaces between. */
export const pathsOf = (text: string | null): string[] => words(text).map(decodeURIComponent);

const textOf = (element: Element, css: string): string =>
  element.querySelector(`:scope > text.${css}`)?.textContent ?? "";

function named(element: Element, id: string, parent: string | null): Named {
  const number = (name: string, otherwise: number): number => Number(element.getAttribute(name) ?? otherwise);
  const copies = number("data-copies", 1);
  return {
    id,
    path: decodeURIComponent(element.getAttribute("data-path") ?? id),
    name: textOf(element, "title") || textOf(element, "name"),
    note: textOf(element, "note"),
    count: number("data-count", 1),
    copies,
    copy: Math.max(0, number("data-copy", 1) - 1),
    twins: pathsOf(element.getAttribute("data-twins")),
    parent,
  };
}

const stripOf = (element: Element): Strip => ({
  name: element.getAttribute("data-name") ?? "",
  isOfParameters: element.querySelector(":scope > .of-parameters") !== null,
  cells: positions(element.getAttribute("data-cells") ?? ""),
  shape: words(element.getAttribute("data-shape")).map(Number),
});

const KINDS: readonly string[] = ["scope", "list", "line", "range"];

function boxOf(element: Element, id: string, parent: string | null): Box {
  const kind = element.getAttribute("data-kind") ?? "";
  const base = named(element, id, parent);
  if (!KINDS.includes(kind)) {
    const at = /^n\d+$/.test(id) ? [Number(id.slice(1))] : [];
    const shown = { name: base.name, isOfParameters: false, cells: at, shape: [1] };
    return { ...base, kind: "value", isOpenable: false, members: at, lines: new Set(), shown, docks: [] };
  }
  return {
    ...base,
    kind: kind as BoxKind,
    isOpenable: element.hasAttribute("data-opens"),
    members: positions(element.getAttribute("data-members") ?? ""),
    lines: new Set(words(element.getAttribute("data-lines")).map(Number)),
    shown: { ...stripOf(element), name: base.name },
    docks: [...element.querySelectorAll(":scope > g.dock")].map(stripOf),
  };
}

/** Read the boxes of a drawing whose ids begin with `prefix`. */
export function readBoxes(root: Element, prefix: string): Boxes {
  const idOf = (element: Element): string => element.id.slice(prefix.length);
  const frames = new Map<string, OpenFrame>();
  const areas: [string, Area][] = [];
  /** The innermost frame around an area: frames come outer before inner. */
  const around = (area: Area): string | null =>
    areas.findLast(([, frame]) => holds(frame, area))?.[0] ?? null;
  for (const element of root.querySelectorAll("g.cluster")) {
    const area = areaOf(element.querySelector(":scope > .frame"));
    const parent = around(area);
    const id = idOf(element);
    const depth = parent === null ? 0 : (frames.get(parent)?.depth ?? 0) + 1;
    frames.set(id, { ...named(element, id, parent), depth });
    areas.push([id, area]);
  }
  const boxes = new Map<string, Box>();
  for (const element of root.querySelectorAll("g.node:not(.copy):not(.opnode)")) {
    const id = element.getAttribute("data-node") ?? idOf(element);
    boxes.set(id, boxOf(element, id, around(areaOf(element.querySelector(":scope > .face")))));
  }
  return {
    boxes,
    frames,
    joins: [...root.querySelectorAll("g.edge")].flatMap((edge) => joinOf(edge, idOf(edge))),
  };
}

function joinOf(element: Element, id: string): Join[] {
  const [from, to] = [element.getAttribute("data-from"), element.getAttribute("data-to")];
  if (from === null || to === null) return [];
  return [{ id, from, to, count: Number(element.getAttribute("data-count") ?? 1) }];
}
