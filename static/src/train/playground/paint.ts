/** Paints the plot on its canvas: regions, boundary, margins, points. Colours are the page's own, as it has them now. */
import type { Frame } from "../../plot/frame";
import type { Rows } from "./data";
import { NOTHING, type Regions } from "./regions";

export interface Colours {
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly err: string;
  readonly data: string;
  /** Of each class: its points, and its region. */
  readonly classes: readonly (readonly [point: string, region: string])[];
}

export interface Scene {
  readonly frame: Frame;
  readonly regions: Regions | null;
  readonly rows: Rows;
  readonly axes: readonly [number, number];
  readonly isLine: boolean;
  /** Which colour and shape a row has. */
  readonly kind: (row: number) => number;
  readonly wrong: ReadonlySet<number>;
  readonly chosen: number | null;
  /** f(x) at evenly spaced places of the axis. */
  readonly curve: readonly number[];
}

type Context = CanvasRenderingContext2D;

/** Colours that were asked for, by how the style writes them. */
const known = new Map<string, readonly number[]>();

/** Red, green, blue of a colour, by painting it. */
function bytes(colour: string): readonly number[] {
  const found = known.get(colour) ?? asPainted(colour);
  known.set(colour, found);
  return found;
}

function asPainted(colour: string): readonly number[] {
  const dot = new OffscreenCanvas(1, 1).getContext("2d");
  if (dot === null) return [0, 0, 0];
  dot.fillStyle = colour;
  dot.fillRect(0, 0, 1, 1);
  return [...dot.getImageData(0, 0, 1, 1).data];
}

/** The pixels of what a cell can be: the tint of its class, paler inside the margins, and nothing. */
function palette(colours: Colours): Uint32Array {
  const made = new Uint32Array(NOTHING + 1);
  const pixels = new Uint8ClampedArray(made.buffer);
  const paper = bytes(colours.surface);
  const tints = colours.classes.map(([, region]) => bytes(region));
  for (let cell = 0; cell < NOTHING; cell += 1) {
    const tint = tints[(cell >> 1) % tints.length] ?? paper;
    const share = cell % 2 === 1 ? 0.5 : 1;
    for (let k = 0; k < 3; k += 1)
      pixels[4 * cell + k] = (paper[k] ?? 0) + share * ((tint[k] ?? 0) - (paper[k] ?? 0));
    pixels[4 * cell + 3] = 255;
  }
  return made;
}

/** The regions as they were painted last: points are moved and chosen above the same ones. */
let painted: { readonly cells: Uint8Array; readonly key: string; readonly layer: OffscreenCanvas } | null =
  null;

function layerOf({ cells, grid }: Regions, colours: Colours): OffscreenCanvas {
  const key = [colours.surface, ...colours.classes.map(([, region]) => region)].join();
  if (painted?.cells === cells && painted.key === key) return painted.layer;
  const image = new ImageData(grid.columns, grid.rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colour = palette(colours);
  for (let at = 0; at < cells.length; at += 1) pixels[at] = colour[cells[at] as number] as number;
  const layer = new OffscreenCanvas(grid.columns, grid.rows);
  layer.getContext("2d")?.putImageData(image, 0, 0);
  painted = { cells, key, layer };
  return layer;
}

function paintRegions(context: Context, { frame }: Scene, found: Regions, colours: Colours): void {
  const { left, right, top, bottom } = frame.area;
  context.imageSmoothingEnabled = false;
  context.drawImage(layerOf(found, colours), left, top, right - left, bottom - top);
}

function paintLines(context: Context, { frame }: Scene, found: Regions, lines: Regions["boundary"]): void {
  const { area } = frame;
  const wide = (area.right - area.left) / found.grid.columns;
  const high = (area.bottom - area.top) / found.grid.rows;
  context.beginPath();
  for (const line of lines)
    for (let at = 0; at < line.length; at += 2) {
      const x = area.left + ((line[at] ?? 0) + 0.5) * wide;
      const y = area.bottom - ((line[at + 1] ?? 0) + 0.5) * high;
      if (at === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  context.stroke();
}

const SIZE = 4.5;

/** Circle, triangle, square, diamond: a class can be told without its colour. */
function shape(context: Context, kind: number, x: number, y: number): void {
  context.beginPath();
  if (kind % 4 === 0) context.arc(x, y, SIZE, 0, 2 * Math.PI);
  else if (kind % 4 === 1) {
    context.moveTo(x, y - SIZE - 1);
    context.lineTo(x + SIZE + 0.5, y + SIZE - 1);
    context.lineTo(x - SIZE - 0.5, y + SIZE - 1);
  } else if (kind % 4 === 2) context.rect(x - SIZE + 0.5, y - SIZE + 0.5, 2 * SIZE - 1, 2 * SIZE - 1);
  else {
    context.moveTo(x, y - SIZE - 1);
    context.lineTo(x + SIZE + 1, y);
    context.lineTo(x, y + SIZE + 1);
    context.lineTo(x - SIZE - 1, y);
  }
  context.closePath();
}

/** Where a row is on the plot, in pixels. */
export function placeOf(
  { frame, rows, axes, isLine }: Pick<Scene, "frame" | "rows" | "axes" | "isLine">,
  row: number,
) {
  const inputs = rows.rows[row] ?? [];
  const up = isLine ? (rows.labels[row] ?? 0) : (inputs[axes[1]] ?? 0);
  return [frame.x(inputs[axes[0]] ?? 0), frame.y(up)] as const;
}

function ring(context: Context, [x, y]: readonly [number, number], radius: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

function paintPoints(context: Context, scene: Scene, colours: Colours): void {
  const { rows, wrong, chosen } = scene;
  rows.labels.forEach((_, row) => {
    const [x, y] = placeOf(scene, row);
    const kind = scene.kind(row);
    const colour = scene.isLine
      ? colours.ink
      : (colours.classes[kind % colours.classes.length]?.[0] ?? colours.ink);
    shape(context, kind, x, y);
    // Rows that are kept for testing are hollow.
    context.fillStyle = rows.test.has(row) ? colours.surface : colour;
    context.strokeStyle = rows.test.has(row) ? colour : colours.surface;
    context.lineWidth = rows.test.has(row) ? 2 : 1;
    context.fill();
    context.stroke();
  });
  for (const row of wrong) ring(context, placeOf(scene, row), 8, colours.err);
  if (chosen !== null && chosen < rows.labels.length) ring(context, placeOf(scene, chosen), 10, colours.ink);
}

function paintCurve(context: Context, { frame, curve }: Scene): void {
  const [from = 0, to = 1] = frame.x.domain();
  context.beginPath();
  curve.forEach((value, at) => {
    const x = frame.x(from + ((to - from) * at) / Math.max(1, curve.length - 1));
    if (at === 0) context.moveTo(x, frame.y(value));
    else context.lineTo(x, frame.y(value));
  });
  context.stroke();
}

export function paint(context: Context, scene: Scene, colours: Colours): void {
  const { left, right, top, bottom } = scene.frame.area;
  context.clearRect(0, 0, right + 100, bottom + 100);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  const { regions } = scene;
  if (regions !== null) {
    paintRegions(context, scene, regions, colours);
    context.strokeStyle = colours.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    paintLines(context, scene, regions, regions.margins);
    context.setLineDash([]);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.8;
    paintLines(context, scene, regions, regions.boundary);
  }
  if (scene.curve.length > 0) {
    context.strokeStyle = colours.data;
    context.lineWidth = 2;
    paintCurve(context, scene);
  }
  paintPoints(context, scene, colours);
  context.restore();
}
