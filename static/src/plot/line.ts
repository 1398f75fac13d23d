/** Lines of a plot: drawn only where a sampled function is continuous, or straight from edge to edge. Pure. */
import { line } from "d3-shape";
import { clamp, type Frame } from "./frame";

export type Point = [x: number, y: number];

/** The path through points in pixels. */
export const path = (points: Iterable<Point>): string => line().digits(1)(points) ?? "";

/** A sampled function: values and slopes at places in order. */
export interface Samples {
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly grad: readonly number[];
}

/** A jump of less than this share of the picture cannot be seen. */
const VISIBLE = 2e-3;
/** How far a turning point may reach over its neighbours between two samples before it is a pole. */
const SPIKE = 0.5;

/**
 * Whether f is continuous from sample i to the next: it is taken to be if its rise lies between what the two slopes
 * there say (the mean value theorem for a slope that is monotone in between).
 */
function isJoined({ x, value, grad }: Samples, i: number, height: number): boolean {
  const [f0, f1] = [value[i] ?? Number.NaN, value[i + 1] ?? Number.NaN];
  if (!Number.isFinite(f0) || !Number.isFinite(f1)) return false;
  const wide = (x[i + 1] ?? 0) - (x[i] ?? 0);
  const [g0, g1] = [(grad[i] ?? 0) * wide, (grad[i + 1] ?? 0) * wide];
  // An end of the domain may have an infinite slope, as that of a root at 0.
  if (!Number.isFinite(g0) || !Number.isFinite(g1)) return true;
  const bend = Math.abs(g1 - g0);
  if (Math.abs(f1 - f0 - (g0 + g1) / 2) > 0.51 * bend + VISIBLE * height) return false;
  return !(g0 * g1 < 0 && bend > SPIKE * height);
}

/**
 * Where a line may be drawn in a picture of this height: pairs of first and last index. A pole, a jump and a
 * number that is not finite end the line.
 */
export function segments(samples: Samples, height: number): (readonly [number, number])[] {
  const found: [number, number][] = [];
  samples.value.forEach((value, i) => {
    const last = found.at(-1);
    if (last !== undefined && last[1] === i - 1 && isJoined(samples, i - 1, height)) last[1] = i;
    else if (Number.isFinite(value)) found.push([i, i]);
  });
  return found;
}

const FAR = 20_000;

/** The paths of a sampled function. */
export function curves({ x, y }: Frame, samples: Samples): string[] {
  const [low = 0, high = 0] = y.domain();
  const at = (place: number, i: number): Point => [x(place), clamp(y(samples.value[i] ?? 0), -FAR, FAR)];
  const points = samples.x.map(at);
  return segments(samples, high - low).map(([first, last]) => path(points.slice(first, last + 1)));
}

/** A straight line of this slope through a point, from one edge of the picture to another, in pixels. */
export function straight(
  { area, x, y }: Frame,
  [px, py]: Readonly<Point>,
  slope: number,
): readonly [Point, Point] | null {
  if (!Number.isFinite(py) || !Number.isFinite(slope)) return null;
  const [[x0, y0], [x1, y1]] = x.domain().map((at) => [x(at), y(py + slope * (at - px))]) as [Point, Point];
  const cut = ([left, height]: Point): Point => {
    const inside = clamp(height, area.top, area.bottom);
    return [inside === height ? left : x0 + ((inside - y0) / (y1 - y0)) * (x1 - x0), inside];
  };
  return y0 === y1 && y0 !== clamp(y0, area.top, area.bottom) ? null : [cut([x0, y0]), cut([x1, y1])];
}
