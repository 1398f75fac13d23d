/**
 * What the ops call of Python's `math`. JavaScript has most of it, within a few units in the last place of a C library
 * (tests/tools/test_page_ops.py says how many); the rest is here. Nothing raises: what is too large is infinite, and what
 * has no value is NaN. Pure.
 */
import { erfAt } from "./erf-table";

export const {
  floor,
  sqrt,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  abs: fabs,
} = Math;

export const copysign = (x: number, of: number): number =>
  of < 0 || Object.is(of, -0) ? -Math.abs(x) : Math.abs(x);

/** Python's remainder, which has the sign of the divisor. */
export function mod(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return copysign(0, b);
  return rest < 0 === b < 0 ? rest : rest + b;
}

/** C's pow: 1 to any power is 1, and −1 to an infinite one, where JavaScript says NaN. */
export function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  return x ** y;
}

/** 2/√π as the sum of two doubles. */
const TWO_OVER_SQRT_PI = { high: 1.1283791670955126, low: 1.533545961316588e-17 };
/** Below this erf is summed up about 0, from there on about the nearest multiple of `STEP`. */
const NEAR = 1 / 4;
const STEP = 1 / 8;
/** From here on erf is 1 as a double. */
const ONE_FROM = 5.93;
const TERMS = 14;
/** Cuts a double in two halves whose products are exact. */
const SPLITTER = 2 ** 27 + 1;

/** What a · b has more than its double (Dekker, 1971). */
function lostIn(a: number, b: number): number {
  const [p, q] = [a * SPLITTER, b * SPLITTER];
  const [aHigh, bHigh] = [p - (p - a), q - (q - b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aHigh * bHigh - a * b + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** x · 2/√π · (1 − x²/3 + x⁴/10 − …), the first product exact. */
function erfNearZero(x: number): number {
  const square = x * x;
  let [power, sum] = [1, 0];
  for (let n = 1; n < TERMS; n += 1) {
    power *= -square / n;
    sum += power / (2 * n + 1);
  }
  const { high, low } = TWO_OVER_SQRT_PI;
  return x * high + (lostIn(x, high) + x * (low + high * sum));
}

/** The error function: its Taylor series about the nearest place at which it is known to many digits. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || x === 0) return x;
  if (size >= ONE_FROM) return x < 0 ? -1 : 1;
  if (size < NEAR) return erfNearZero(x);
  const place = Math.round(size / STEP);
  const centre = place * STEP;
  const h = size - centre;
  // The coefficients of 2/√π · exp(−t²) about the centre: each follows from the two before it.
  let [before, now] = [0, TWO_OVER_SQRT_PI.high * Math.exp(-centre * centre)];
  let [power, sum] = [h, 0];
  for (let n = 0; n < TERMS; n += 1) {
    sum += (now * power) / (n + 1);
    [before, now] = [now, (-2 * (centre * now + before)) / (n + 1)];
    power *= h;
  }
  const { high, low } = erfAt(place);
  const found = high + (low + sum);
  return x < 0 ? -found : found;
}
