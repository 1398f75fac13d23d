/** The ends of a plot's axes: the steps from the first to the last of the run, and the values that have come. Pure. */
import { scaleLinear } from "d3-scale";
import { type Area, type Domain, type Frame, linear, semilogarithmic } from "../plot/frame";
import { countOf, countUpTo, type Series } from "./series";

/** A preview gets no more of the height than this share of what has come. */
const AHEAD = 0.2;
/** Without a lowest value above this share of the greatest one, an axis begins at 0. */
const NEAR_ZERO = 0.5;

/** Places of a series between two steps, with the one before and the one after: lines reach over the edge. */
export function within({ at }: Pick<Series, "at">, [first, last]: Domain): readonly [number, number] {
  const from = countUpTo(at, first) - 1;
  return [Math.max(0, from), Math.min(at.length, countUpTo(at, last) + 1)];
}

/** The least and the greatest drawn value between two steps; null where there is none. */
function extent(
  series: Series,
  steps: Domain,
  most: number,
  isDrawn: (value: number) => boolean,
): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const [from, to] = within(series, steps);
  for (let place = from; place < Math.min(to, most); place += 1) {
    const value = series.values[place] ?? Number.NaN;
    const step = series.at[place] ?? 0;
    if (!isDrawn(value) || step < steps[0] || step > steps[1]) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? null : [low, high];
}

/** Whether a value has a place on the axis. */
export const drawnOn = (log: boolean): ((value: number) => boolean) =>
  log ? (value) => value > 0 && value < Number.POSITIVE_INFINITY : Number.isFinite;

/** How many of the values that have come are 0 or less. */
export function countNotPositive(all: readonly Series[]): number {
  let count = 0;
  for (const series of all) {
    const most = countOf(series);
    for (let place = 0; place < most; place += 1) {
      const value = series.values[place] ?? 1;
      if (value <= 0 && value > Number.NEGATIVE_INFINITY) count += 1;
    }
  }
  return count;
}

function union(found: readonly (readonly [number, number] | null)[]): [number, number] | null {
  const all = found.filter((each) => each !== null);
  if (all.length === 0) return null;
  return [Math.min(...all.map(([low]) => low)), Math.max(...all.map(([, high]) => high))];
}

/** The values of an axis: those that have come, and of a preview what has room beside them. */
export function valuesOf(all: readonly Series[], steps: Domain, log: boolean): Domain {
  const isDrawn = drawnOn(log);
  const come = union(all.map((series) => extent(series, steps, countOf(series), isDrawn)));
  const isWhole = come !== null && all.every((series) => countOf(series) === series.at.length);
  const whole = isWhole ? come : union(all.map((series) => extent(series, steps, series.at.length, isDrawn)));
  if (whole === null) return log ? [0.1, 10] : [0, 1];
  const isAlone = come === null || come[0] === come[1];
  const [low, high] = isAlone ? whole : beside(come, whole, log);
  return log ? spreadLog(low, high) : spread(low, high);
}

/** So much of the whole as leaves most of the height to what has come. */
function beside([low, high]: Domain, [least, most]: Domain, log: boolean): Domain {
  if (log) {
    const room = (high / low) ** AHEAD;
    return [Math.max(least, low / room), Math.min(most, high * room)];
  }
  const room = (high - low) * AHEAD;
  return [Math.max(least, low - room), Math.min(most, high + room)];
}

/** Round ends. */
function spread(low: number, high: number): Domain {
  if (low === high) {
    const room = Math.abs(low) / 2 || 1;
    return spread(low - room, high + room);
  }
  const isFromZero = low > 0 && low < NEAR_ZERO * high;
  const [first = low, last = high] = scaleLinear([isFromZero ? 0 : low, high], [0, 1])
    .nice(10)
    .domain();
  return [first, last];
}

function spreadLog(low: number, high: number): Domain {
  if (low === high) return [low / 10 || Number.MIN_VALUE, Math.min(high * 10, Number.MAX_VALUE)];
  const room = (high / low) ** 0.05;
  return [low / room || Number.MIN_VALUE, Math.min(high * room, Number.MAX_VALUE)];
}

/** The steps of the axis: from 0, where a run begins near it, to the end of the run, which does not move. */
export function stepsRange(all: readonly Series[], total: number | null): Domain {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of all) {
    first = Math.min(first, at[0] ?? first);
    last = Math.max(last, at.at(-1) ?? last);
  }
  if (total !== null) last = Math.max(last, total);
  if (first > last) return [0, 1];
  const start = first <= 1 || first < 0.1 * last ? Math.min(0, first) : first;
  return [start, last > start ? last : start + 1];
}

export const frameOf = (area: Area, steps: Domain, values: Domain, log: boolean): Frame =>
  log ? semilogarithmic(area, steps, values) : linear(area, steps, values);
