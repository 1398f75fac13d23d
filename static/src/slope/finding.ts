/** What there is to say about a difference quotient: the error's law where it holds, and what is in its way. Pure. */
import { short } from "../format";
import { segments } from "../plot/line";
import type { CurveData } from "../wire/types";
import { best, type ErrorPoint, errors, type Method, type Probe, RUNGS, secant } from "./numbers";

const CLEAR = 1e-3;
const EXACT = 1e-13;

/** The slopes to the left and to the right, where they differ: a kink. */
export function kink(probe: Probe): { readonly left: number; readonly right: number } | null {
  const rung = 24; // h = 1e-6
  const h = RUNGS[rung] ?? 1e-6;
  const right = ((probe.right[rung] ?? Number.NaN) - probe.value) / h;
  const left = (probe.value - (probe.left[rung] ?? Number.NaN)) / h;
  const apart = Math.abs(right - left);
  if (!(apart > CLEAR * Math.max(1, Math.abs(left), Math.abs(right)))) return null;
  // A steep bend becomes straight when looked at closely, a kink does not.
  const closer = rung + 6;
  const near = RUNGS[closer] ?? h;
  const rightNear = ((probe.right[closer] ?? Number.NaN) - probe.value) / near;
  const leftNear = (probe.value - (probe.left[closer] ?? Number.NaN)) / near;
  if (!(Math.abs(rightNear - leftNear) > apart / 2)) return null;
  return { left: Number(left.toPrecision(6)), right: Number(right.toPrecision(6)) };
}

/** What spoils a quotient that reaches over it: a kink, a break of the line (a jump, a pole), or a place without a value. */
export interface Obstacle {
  readonly kind: "kink" | "break" | "gap";
  readonly at: number;
}

/** The share of a slope's change that a kink has between two samples, not spread over their neighbours. */
const SUDDEN = 4;

/** A slope that changes between two samples and hardly beside them. */
function isKink({ grad }: CurveData, i: number): boolean {
  const [before, from, to, after] = [i - 1, i, i + 1, i + 2].map((index) => grad[index] ?? Number.NaN);
  if (before === undefined || from === undefined || to === undefined || after === undefined) return false;
  const change = Math.abs(to - from);
  const beside = Math.abs(from - before) + Math.abs(after - to);
  return change > 0.02 * Math.max(1, Math.abs(from), Math.abs(to)) && change > SUDDEN * beside;
}

/** Every obstacle of a sampled function. */
export function obstaclesOf(curve: CurveData): Obstacle[] {
  const { x, value } = curve;
  const finite = value.filter(Number.isFinite);
  const height = Math.max(...finite) - Math.min(...finite);
  const ends = new Set(segments(curve, height).map(([, last]) => last));
  return x.slice(0, -1).flatMap((from, i): Obstacle[] => {
    const at = Number(((from + (x[i + 1] ?? from)) / 2).toPrecision(3));
    const [hasLeft, hasRight] = [Number.isFinite(value[i]), Number.isFinite(value[i + 1])];
    if (hasLeft !== hasRight) {
      const edge = hasLeft ? i + 1 : i;
      // One place without a value, with values on both sides, is a pole.
      const isPole = Number.isFinite(value[edge - 1]) && Number.isFinite(value[edge + 1]);
      return [{ kind: isPole ? "break" : "gap", at: x[edge] ?? from }];
    }
    if (!hasLeft) return [];
    if (ends.has(i)) return [{ kind: "break", at }];
    return isKink(curve, i) ? [{ kind: "kink", at: kinkAt(curve, i) }] : [];
  });
}

/** Where the tangents of two samples meet. */
function kinkAt({ x, value, grad }: CurveData, i: number): number {
  const [x0 = 0, x1 = 0] = [x[i], x[i + 1]];
  const [f0 = 0, f1 = 0, g0 = 0, g1 = 0] = [value[i], value[i + 1], grad[i], grad[i + 1]];
  const meet = (f1 - g1 * x1 - (f0 - g0 * x0)) / (g0 - g1);
  const at = meet >= x0 && meet <= x1 ? meet : (x0 + x1) / 2;
  const grain = (x1 - x0) / 20;
  return Number((Math.round(at / grain) * grain).toPrecision(3)) + 0;
}

/** The obstacle nearest to x that quotients reach over as h grows: to the right, or to either side. */
function nearestObstacle(
  obstacles: readonly Obstacle[],
  { x }: Probe,
  method: Method,
): (Obstacle & { readonly away: number }) | null {
  const ahead = obstacles
    .map((each) => ({ ...each, away: method === "forward" ? each.at - x : Math.abs(each.at - x) }))
    .filter((each) => each.away > 0);
  return ahead.sort((one, other) => one.away - other.away)[0] ?? null;
}

/** The errors of those quotients that reach over no obstacle. */
export function clear(probe: Probe, method: Method, obstacles: readonly Obstacle[]): ErrorPoint[] {
  const away = nearestObstacle(obstacles, probe, method)?.away ?? Number.POSITIVE_INFINITY;
  return errors(probe, method).filter((point) => point.h < away);
}

/** Rounded down, so that an h below it stays on this side. */
const below = (away: number): string => {
  const unit = 10 ** (Math.floor(Math.log10(away)) - 1);
  return short(Number((Math.floor(away / unit + 1e-9) * unit).toPrecision(3)));
};

function inTheWay({ kind, at, away }: Obstacle & { readonly away: number }): string {
  const place = `near ${short(at)}, between the two points`;
  const way = `Make h smaller than ${below(away)}.`;
  if (kind === "kink") return `f has a kink ${place}: the quotient mixes two slopes. ${way}`;
  if (kind === "gap") return `f has no value from about ${short(at)} on, between the two points. ${way}`;
  return `f has a pole or a jump ${place}: the quotient is not about the slope at x. ${way}`;
}

/** By how much the error shrinks when h does tenfold, from the largest clear rung that is at most h. */
function shrinks(points: readonly ErrorPoint[], h: number): number {
  const first = points.find((point) => point.h <= h * (1 + 1e-9));
  const tenth = points.find((point) => first !== undefined && point.h <= (first.h / 10) * (1 + 1e-9));
  return first === undefined || tenth === undefined ? Number.NaN : tenth.error / first.error;
}

/** Whether a ratio is this one, within a factor of 1.6. */
const isAbout = (ratio: number, wanted: number): boolean => ratio > wanted / 1.6 && ratio < wanted * 1.6;

function isStraight(points: readonly ErrorPoint[]): boolean {
  return points.length > 0 && points.every((point) => point.error < EXACT / Math.min(1, point.h));
}

/** Why there is no slope at x, or null where there is one. */
export function noSlope(probe: Probe): string | null {
  if (!Number.isFinite(probe.value)) return "f has no finite value at x, so it has no slope there.";
  return Number.isFinite(probe.grad) ? null : "f has no finite slope at x.";
}

/** What the error does at this h, where nothing is in the way. */
function law(probe: Probe, method: Method, points: readonly ErrorPoint[]): string {
  const large = points.filter((point) => point.h >= 1e-3);
  if (isStraight(large))
    return method === "forward" && isStraight(points)
      ? "f is straight here: the quotient is the slope for every h, up to rounding."
      : "For this f the central difference is exact, up to rounding.";
  const bottom = best(points);
  if (bottom !== null && probe.h < bottom.h)
    return "h is so small that f(x + h) and f(x) agree in most of their digits: only rounding is left.";
  const ratio = shrinks(points, probe.h);
  if (method === "forward" && isAbout(ratio, 0.1))
    return "The error is proportional to h: make h ten times smaller and the error shrinks tenfold.";
  if (isAbout(ratio, 0.01))
    return "The error is proportional to h²: make h ten times smaller and the error shrinks a hundredfold.";
  return bottom !== null && probe.h < 10 * bottom.h
    ? "Truncation and rounding are about equally large at this h."
    : "At this h the error follows no simple rule. Make h smaller and watch it shrink.";
}

/** What there is to say about the error at this h. */
export function finding(probe: Probe, method: Method, obstacles: readonly Obstacle[] = []): string {
  const none = noSlope(probe);
  if (none !== null) return none;
  const bend = kink(probe);
  if (bend !== null) {
    return Math.abs(bend.left) > 1e4 || Math.abs(bend.right) > 1e4
      ? "f jumps at x: no quotient settles there."
      : `f has a kink at x: the slope is ${short(bend.left)} on the left and ${short(bend.right)} on the right. ` +
          `Autograd gives ${short(probe.grad)} by convention.`;
  }
  const obstacle = nearestObstacle(obstacles, probe, method);
  if (obstacle !== null && obstacle.away <= probe.h) return inTheWay(obstacle);
  if (!Number.isFinite(secant(probe, method)))
    return "The quotient reaches a point where f has no finite value.";
  return law(probe, method, clear(probe, method, obstacles));
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power: number): string =>
  `${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]).join("")}`;

/** The finding of the plot of errors, in one sentence. */
export function bestWords(probe: Probe | null, method: Method, obstacles: readonly Obstacle[]): string {
  if (probe === null || noSlope(probe) !== null) return "No slope to compare with here.";
  if (kink(probe) !== null) return "At a kink no h helps.";
  const away = nearestObstacle(obstacles, probe, method)?.away ?? Number.POSITIVE_INFINITY;
  const points = clear(probe, method, obstacles);
  const least = best(points);
  if (least === null) return "No quotient has a finite value here.";
  if (points.every((point) => point.error === 0))
    return away < (RUNGS[0] ?? 1) ? `Exact for every h below ${below(away)}.` : "Exact for every h.";
  return `Best ${method} h here: about 10${raised(Math.round(Math.log10(least.h)))}.`;
}
