/** Difference quotients and their error against h. Pure. */
import type { Method } from "../wire/types";

export type { Method };

export const SMALLEST = 1e-14;
const TENTH = 0.1;

/** The steps of h: 1, 2, 5 in each decade up to a tenth, then by tenths. */
export function ladder(most: number): number[] {
  const steps: number[] = [];
  for (let power = -14; power < -1; power++)
    for (const digit of [1, 2, 5]) steps.push(Number(`${digit}e${power}`));
  for (let tenth = 1; tenth / 10 <= most + 1e-9; tenth++) steps.push(tenth / 10);
  return steps;
}

/** The step of the ladder that is nearest to h, in proportion. */
export function nearest(steps: readonly number[], h: number): number {
  let best = 0;
  steps.forEach((step, index) => {
    if (Math.abs(Math.log(step / h)) < Math.abs(Math.log((steps[best] ?? 1) / h))) best = index;
  });
  return best;
}

/**
 * The position of h on a line on which a unit is `unit` pixels: linear down to a tenth, below that
 * 24 pixels a decade, so that a drag reaches 1e-14.
 */
const DECADE = 24;
export const toPixels = (h: number, unit: number): number =>
  h >= TENTH ? h * unit : TENTH * unit + DECADE * Math.log10(h / TENTH);
export const fromPixels = (pixels: number, unit: number): number =>
  pixels >= TENTH * unit
    ? pixels / unit
    : Math.max(SMALLEST, TENTH * 10 ** ((pixels - TENTH * unit) / DECADE));

/** 1, 2 or 5 times a power of ten, at most `size`. */
export function nice(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = size / power;
  return (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1) * power;
}

/** The values that h of the error plot has: four a decade. */
export const RUNGS: readonly number[] = Array.from({ length: 57 }, (_, k) => 10 ** (-k / 4));

/** f around one point, and its slope there. */
export interface Probe {
  readonly x: number;
  readonly h: number;
  readonly value: number;
  readonly grad: number;
  readonly after: number;
  readonly before: number;
  /** f at x + h and x − h for every rung. */
  readonly right: readonly number[];
  readonly left: readonly number[];
}

/** The points that a probe asks for, in its order. */
export const asked = (x: number, h: number): number[] => [
  x,
  x + h,
  x - h,
  ...RUNGS.map((rung) => x + rung),
  ...RUNGS.map((rung) => x - rung),
];

export function readProbe(x: number, h: number, value: readonly number[], grad: readonly number[]): Probe {
  const at = (index: number): number => value[index] ?? Number.NaN;
  return {
    x,
    h,
    value: at(0),
    grad: grad[0] ?? Number.NaN,
    after: at(1),
    before: at(2),
    right: value.slice(3, 3 + RUNGS.length),
    left: value.slice(3 + RUNGS.length),
  };
}

/** The slope of the secant. */
export function secant(probe: Probe, method: Method): number {
  return method === "forward"
    ? (probe.after - probe.value) / probe.h
    : (probe.after - probe.before) / (2 * probe.h);
}

export interface ErrorPoint {
  readonly h: number;
  readonly error: number;
}

/** The error of the quotient at each rung: relative to the slope, or as it is where the slope is 0. */
export function errors(probe: Probe, method: Method): ErrorPoint[] {
  const scale = probe.grad === 0 ? 1 : Math.abs(probe.grad);
  return RUNGS.flatMap((h, index) => {
    const right = probe.right[index] ?? Number.NaN;
    const left = method === "forward" ? probe.value : (probe.left[index] ?? Number.NaN);
    const quotient = (right - left) / (method === "forward" ? h : 2 * h);
    const error = Math.abs(quotient - probe.grad) / scale;
    return Number.isFinite(error) ? [{ h, error }] : [];
  });
}

/** The h with the least error. */
export function best(points: readonly ErrorPoint[]): ErrorPoint | null {
  return points.reduce<ErrorPoint | null>(
    (least, point) => (least === null || point.error < least.error ? point : least),
    null,
  );
}

/** How many doubles lie between two doubles: 0 for the same one, 1 for neighbours. */
export function ulps(one: number, other: number): number {
  if (Object.is(one, other) || (one === 0 && other === 0)) return 0;
  if (!Number.isFinite(one) || !Number.isFinite(other)) return Number.NaN;
  const place = (value: number): bigint => {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, Math.abs(value));
    const size = bits.getBigUint64(0);
    return value < 0 ? -size : size;
  };
  const between = place(one) - place(other);
  return Number(between < 0n ? -between : between);
}
