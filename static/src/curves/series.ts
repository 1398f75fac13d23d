/** Values by step, as they were sent: a step that is not here was left out by the sender, and is never made up. Pure. */

export interface Series {
  readonly name: string;
  readonly tone: "data" | "grad" | "ink";
  /** Steps, in order. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** The last step that has come: what follows is a preview, dashed, and the axis is not made for it. */
  readonly dashedFrom?: number;
}

/** A run before this one. */
export interface EarlierSeries {
  /** What it is and how it differed, such as "last run, rate 0.003". */
  readonly label: string;
  readonly series: readonly Series[];
}

/** How many of the steps are up to this one. */
export function countUpTo(at: readonly number[], step: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of a step in a series, or -1: the value of another step is not its value. */
export function placeOf({ at }: Pick<Series, "at">, step: number): number {
  const place = countUpTo(at, step) - 1;
  return at[place] === step ? place : -1;
}

/** The step of these that is nearest to a place on the axis; null where there is none. */
export function nearest(at: readonly number[], place: number): number | null {
  const after = countUpTo(at, place);
  const [before, next] = [at[after - 1], at[after]];
  if (before === undefined || next === undefined) return before ?? next ?? null;
  return place - before <= next - place ? before : next;
}

/** How many of its values have come, a preview apart. */
export const countOf = ({ at, dashedFrom }: Series): number =>
  dashedFrom === undefined ? at.length : countUpTo(at, dashedFrom);

/** The steps that have come of any of the series, in order. */
export function stepsOf(all: readonly Series[]): readonly number[] {
  const [first, ...others] = all.map((each) => each.at.slice(0, countOf(each)));
  if (first === undefined || others.length === 0) return first ?? [];
  return [...new Set([first, ...others].flat())].sort((one, other) => one - other);
}

/**
 * The mean of each value and those before it, of so many at most. A value that is not finite has no mean, and
 * the mean after it begins again.
 */
export function meanOf(values: readonly number[], count: number): number[] {
  if (count <= 1) return [...values];
  const means: number[] = [];
  let sum = 0;
  let length = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) {
      sum = 0;
      length = 0;
      means.push(Number.NaN);
      continue;
    }
    sum += value;
    if (length < count) length += 1;
    else if (index % count !== 0) sum -= values[index - count] as number;
    else {
      // A running sum gathers errors of rounding, all the more after a spike: it is made again now and then.
      sum = 0;
      for (let at = index - count + 1; at <= index; at += 1) sum += values[at] as number;
    }
    means.push(sum / length);
  }
  return means;
}

/** The same series with means for values; themselves where nothing is smoothed. */
export const withMeans = (all: readonly Series[], smooth: number): readonly Series[] =>
  smooth > 1 ? all.map((series) => ({ ...series, values: meanOf(series.values, smooth) })) : all;

/** The first step whose value is not finite. */
export function firstBroken({
  at,
  values,
}: Series): { readonly step: number; readonly value: number } | null {
  const place = values.findIndex((value) => !Number.isFinite(value));
  return place < 0 ? null : { step: at[place] ?? 0, value: values[place] ?? Number.NaN };
}
