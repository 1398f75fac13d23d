/** The samples of a lesson's curve: its value and slope anywhere between them, and where a dragged point snaps to. Pure. */
import type { CurveData } from "../wire/types";
import { exact } from "./written";

export interface At {
  readonly value: number;
  readonly grad: number;
}

type Line = Pick<CurveData, "x" | "value" | "grad">;

/** Where x lies between two samples: the first one's index, and the share of the way to the next. */
function place({ x }: Line, at: number): readonly [number, number] {
  const [first = 0, last = 1] = [x[0], x.at(-1)];
  const way = ((at - first) / (last - first)) * (x.length - 1);
  const index = Math.max(0, Math.min(x.length - 2, Math.floor(way)));
  return [index, way - index];
}

/** The curve at x: the cubic through two samples with their slopes. */
export function at(line: Line, x: number): At {
  const [i, t] = place(line, x);
  const wide = (line.x[i + 1] ?? 0) - (line.x[i] ?? 0);
  const [f0 = 0, f1 = 0] = [line.value[i], line.value[i + 1]];
  const [g0 = 0, g1 = 0] = [line.grad[i], line.grad[i + 1]];
  const [t2, t3] = [t * t, t * t * t];
  const value =
    (2 * t3 - 3 * t2 + 1) * f0 +
    (t3 - 2 * t2 + t) * wide * g0 +
    (3 * t2 - 2 * t3) * f1 +
    (t3 - t2) * wide * g1;
  const grad = g0 + t * (g1 - g0);
  return { value, grad: Math.abs(grad) < 1e-9 ? 0 : grad };
}

/** Where the slope is 0. */
export function zeros({ x, grad }: Line): number[] {
  return x.slice(0, -1).flatMap((from, i) => {
    const [to = from, g0 = 1, g1 = 1] = [x[i + 1], grad[i], grad[i + 1]];
    if (g0 === 0) return [from];
    return g0 * g1 < 0 ? [exact(from - (g0 * (to - from)) / (g1 - g0))] : [];
  });
}

/** How far a point may be from where it snaps to, in pixels. */
const NEAR = 6;

/** Where a dragged point comes to rest: a place of slope 0, else a tenth, else a hundredth. */
export function snapped(x: number, flat: readonly number[], pixels: number): number {
  const tenth = Math.round(x * 10) / 10;
  const near = [...flat, tenth].find((each) => Math.abs(each - x) * pixels <= NEAR);
  return (near ?? Math.round(x * 100) / 100) + 0;
}
