/** The strips and matrices of a drawing, repainted from numbers: only the paths whose cells have changed are written. */

import { areaOf, type Box, type Boxes, type Strip } from "./boxes";
import {
  type Cells,
  cellsOf,
  heatClass,
  heatPaths,
  heatStep,
  largest,
  listScale,
  mapOf,
  matrixScale,
  STEPS,
} from "./heat";

/** Reads the number of a node by its position; null where it is not known. */
export type Read = (at: number) => number | null;

/** The largest data and grad of lists, and of what docks in boxes: one scale for all that is drawn. */
export interface HeatScale {
  readonly data: number;
  readonly grad: number;
  readonly matrixData: number;
  readonly matrixGrad: number;
}

export const NO_SCALE: HeatScale = { data: 0, grad: 0, matrixData: 0, matrixGrad: 0 };

const SVG = "http://www.w3.org/2000/svg";
const KINDS = ["data", "grad"] as const;
type Kind = (typeof KINDS)[number];

interface Layer {
  readonly element: Element;
  readonly cells: Cells;
  readonly paths: (Element | null)[];
  readonly drawn: Int8Array;
}

/** A list of a box as it is drawn: its data and its grad. */
export interface Heat {
  readonly box: string;
  readonly strip: Strip;
  readonly isDock: boolean;
  /** What has the state of its grad: the box, or the dock itself. */
  readonly host: Element;
  readonly layers: Readonly<Partial<Record<Kind, Layer>>>;
}

function layerOf(host: Element, kind: Kind, strip: Strip): Layer | undefined {
  const element = host.querySelector(`:scope > g.heat.${kind}`);
  if (element === null) return undefined;
  const cells = cellsOf(strip.cells.length, strip.shape, areaOf(element.querySelector(":scope > .bed")));
  const paths = Array.from({ length: 2 * STEPS + 1 }, (_, k) =>
    k === STEPS ? null : element.querySelector(`:scope > .${heatClass(k - STEPS)}`),
  );
  // No step is drawn yet: what the server drew is drawn over once.
  return { element, cells, paths, drawn: new Int8Array(cells.of.length).fill(STEPS + 1) };
}

function heatOf(box: string, host: Element, strip: Strip, isDock: boolean): Heat[] {
  if (strip.cells.length === 0) return [];
  const [data, grad] = KINDS.map((kind) => layerOf(host, kind, strip));
  if (data === undefined && grad === undefined) return [];
  const layers = { ...(data === undefined ? {} : { data }), ...(grad === undefined ? {} : { grad }) };
  return [{ box, strip, isDock, host, layers }];
}

/** The heats of these boxes, whose elements are found by id. */
export function heatsOf(boxes: Iterable<Box>, cards: ReadonlyMap<string, Element>): Heat[] {
  const found: Heat[] = [];
  for (const box of boxes) {
    const card = cards.get(box.id);
    if (card === undefined || box.kind === "value") continue;
    found.push(...heatOf(box.id, card, box.shown, false));
    const docks = [...card.querySelectorAll(":scope > g.dock")];
    for (const [k, strip] of box.docks.entries())
      if (docks[k] !== undefined) found.push(...heatOf(box.id, docks[k], strip, true));
  }
  return found;
}

/** The scale of what is drawn: of lists in the outermost open frames, or of all where none is open; of all docks. */
export function scaleOf({ boxes, frames }: Boxes, data: Read, grad: Read): HeatScale {
  const all = [...boxes.values()].filter((box) => box.kind !== "value");
  const inside = frames.size === 0 ? all : all.filter((box) => box.parent !== null);
  const lists = (inside.length > 0 ? inside : all)
    .filter((box) => !box.shown.isOfParameters)
    .map((box) => box.shown.cells);
  const own = all.filter((box) => box.shown.isOfParameters).map((box) => box.shown);
  const matrices = [...own, ...all.flatMap((box) => box.docks)];
  const docked = [...new Set(matrices.flatMap((each) => each.cells))];
  return {
    data: listScale(lists.map((cells) => cells.map(data))),
    grad: listScale(lists.map((cells) => cells.map(grad))),
    matrixData: matrixScale(docked.map(data)),
    matrixGrad: matrixScale(docked.map(grad)),
  };
}

/** Whether a number of a list, or of a matrix of parameters, lies beyond its scale. */
export function isBeyond(heats: readonly Heat[], read: Read, most: number, ofParameters: boolean): boolean {
  return heats.some(
    ({ isDock, strip }) =>
      (isDock || strip.isOfParameters) === ofParameters &&
      strip.cells.some((at) => Math.abs(read(at) ?? 0) > most),
  );
}

/** Bring a row of cells to these numbers; says whether any of them is known. */
function paintLayer(layer: Layer, ids: readonly number[], read: Read, most: number): boolean {
  const { cells, drawn, element, paths } = layer;
  let isKnown = false;
  let isOther = false;
  const steps = new Int8Array(cells.of.length);
  for (let k = 0; k < cells.of.length; k += 1) {
    const of = cells.of[k] ?? [];
    const value =
      of.length === 1
        ? read(ids[of[0] as number] as number)
        : largest(of.map((at) => read(ids[at] as number)));
    if (value !== null) isKnown = true;
    const step = heatStep(value, most);
    steps[k] = step;
    if (step !== drawn[k]) isOther = true;
  }
  if (!isOther) return isKnown;
  drawn.set(steps);
  for (const [k, d] of heatPaths(cells, steps).entries()) {
    if (k === STEPS) continue;
    let path = paths[k] ?? null;
    if (path === null) {
      if (d === "") continue;
      path = document.createElementNS(SVG, "path");
      path.setAttribute("class", heatClass(k - STEPS));
      path.setAttribute("aria-hidden", "true");
      element.append(path);
      paths[k] = path;
    }
    if (path.getAttribute("d") !== d) path.setAttribute("d", d);
  }
  return isKnown;
}

/** Repaint every heat; a row of which nothing is known is marked as waiting. */
export function paintHeats(heats: readonly Heat[], scale: HeatScale, data: Read, grad: Read): void {
  for (const heat of heats) {
    for (const kind of KINDS) {
      const layer = heat.layers[kind];
      if (layer === undefined) continue;
      const [list, matrix] =
        kind === "data" ? [scale.data, scale.matrixData] : [scale.grad, scale.matrixGrad];
      const most = heat.strip.isOfParameters || heat.isDock ? matrix : list;
      const isKnown = paintLayer(layer, heat.strip.cells, kind === "data" ? data : grad, most);
      if (layer.element.classList.contains("is-waiting") === isKnown)
        layer.element.classList.toggle("is-waiting", !isKnown);
    }
  }
}

/** The cell under a point of the drawing: which node of which list, or null. */
export function cellAt(
  heats: readonly Heat[],
  box: string,
  x: number,
  y: number,
): { readonly heat: Heat; readonly index: number } | null {
  for (const heat of heats) {
    if (heat.box !== box) continue;
    for (const kind of KINDS) {
      const bed = heat.layers[kind]?.element.querySelector(":scope > .bed") ?? null;
      if (bed === null) continue;
      const area = areaOf(bed);
      const [across, down] = [(x - area.x) / area.width, (y - area.y) / area.height];
      if (across < 0 || across >= 1 || down < 0 || down >= 1) continue;
      const index = indexAt(heat.strip, across, down, heat.layers[kind]?.cells);
      if (index !== null) return { heat, index };
    }
  }
  return null;
}

function indexAt(
  { cells, shape }: Strip,
  across: number,
  down: number,
  drawn: Cells | undefined,
): number | null {
  const found = mapOf(shape, cells.length);
  if (found !== null) return Math.floor(down * found[0]) * found[1] + Math.floor(across * found[1]);
  const of = drawn?.of[Math.floor(across * (drawn.of.length || 1))];
  return of?.[0] ?? null;
}
