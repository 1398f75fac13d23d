/**
 * Where the middle of an edge is, computed from its path. The browser could be asked, but in the middle
 * of a step its answer costs a layout of the whole page. Pure.
 */

type Point = readonly [number, number];

export interface EdgePath {
  readonly start: { readonly x: number; readonly y: number };
  readonly middle: { readonly x: number; readonly y: number };
}

/** Chords a curve; Graphviz's curves bend little. */
const CHORDS = 16;

function cubic(ends: readonly [Point, Point, Point, Point], t: number): Point {
  const s = 1 - t;
  const share = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3];
  const along = (axis: 0 | 1): number =>
    ends.reduce((sum, point, at) => sum + point[axis] * (share[at] ?? 0), 0);
  return [along(0), along(1)];
}

/** The points along a path `M x y C …, in sixes, L x y`, as the server draws an edge. */
function pointsOf(d: string): Point[] {
  const numbers = (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  const corners = Array.from({ length: Math.floor(numbers.length / 2) }, (_, at): Point => {
    return [numbers[2 * at] ?? 0, numbers[2 * at + 1] ?? 0];
  });
  const end = corners.at(-1);
  const points = corners.slice(0, 1);
  for (let at = 0; at + 3 < corners.length; at += 3) {
    const [a, b, c, d] = corners.slice(at, at + 4) as [Point, Point, Point, Point];
    for (let chord = 1; chord <= CHORDS; chord++) points.push(cubic([a, b, c, d], chord / CHORDS));
  }
  return end === undefined ? points : [...points, end];
}

/** The beginning of a path, and its middle by length; null if it has no length. */
export function readPath(d: string): EdgePath | null {
  const points = pointsOf(d);
  const lengths = points.slice(1).map(([x, y], at) => {
    const [fromX, fromY] = points[at] ?? [x, y];
    return Math.hypot(x - fromX, y - fromY);
  });
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const [startX, startY] = points[0] ?? [0, 0];
  let left = whole / 2;
  for (const [at, length] of lengths.entries()) {
    if (left > length || length === 0) {
      left -= length;
      continue;
    }
    const [[x0, y0], [x1, y1]] = [points[at] as Point, points[at + 1] as Point];
    const share = left / length;
    const middle = { x: x0 + (x1 - x0) * share, y: y0 + (y1 - y0) * share };
    return { start: { x: startX, y: startY }, middle };
  }
  return null;
}
