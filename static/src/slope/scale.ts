/** Where numbers stand in a plot: ticks, ranges, lines that are only drawn where the function is one. Pure. */

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly at: (value: number) => number;
  readonly of: (pixel: number) => number;
  /** Pixels a unit. */
  readonly unit: number;
}

export function scale(from: number, to: number, low: number, high: number): Scale {
  const unit = (high - low) / (to - from);
  return {
    from,
    to,
    unit: Math.abs(unit),
    at: (value) => low + (value - from) * unit,
    of: (pixel) => from + (pixel - low) / unit,
  };
}

/** 1, 2 or 5 times a power of ten, at most `size`. */
export function nice(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = size / power;
  return (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1) * power;
}

/** Round numbers from one end to the other, about `count` of them. */
export function ticks(from: number, to: number, count: number): number[] {
  const least = (to - from) / count;
  let step = nice(least);
  if (step < least - 1e-12 * least) step = nice(least * 2.5 - 1e-9 * least);
  const found: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step && found.length < 99; k++)
    found.push(Number((k * step).toPrecision(12)) + 0);
  return found;
}

/** From the lowest to the highest value, with room; spikes such as a pole's do not flatten the rest. */
export function heights(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite).sort((one, other) => one - other);
  const [least, most] = [finite[0], finite.at(-1)];
  if (least === undefined || most === undefined) return [-1, 1];
  const share = (part: number): number => finite[Math.round(part * (finite.length - 1))] ?? 0;
  const [lower, upper] = [share(0.06), share(0.94)];
  const middle = upper - lower;
  let [low, high] = [least, most];
  if (most - least > 8 * middle && middle > 0) [low, high] = [lower - middle, upper + middle];
  const size = high - low || Math.max(1, Math.abs(high));
  if (high === low) return [low - size / 2, high + size / 2];
  return [low - size * 0.06, high + size * 0.06];
}

/** A jump of less than this share of the picture cannot be seen. */
const VISIBLE = 2e-3;
/** How far a turning point may reach over its neighbours between two samples before it is a pole. */
const SPIKE = 0.5;

/**
 * Where a line may be drawn: pairs of first and last index. Between two samples f is taken to go on if its
 * rise lies between what the two slopes there say (the mean value theorem for a slope that is monotone in
 * between); a pole, a jump and a number that is not finite end the line.
 */
export function stretches(
  x: readonly number[],
  value: readonly number[],
  grad: readonly number[],
  height: number,
): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let first: number | null = null;
  for (let i = 0; i <= x.length; i++) {
    const goesOn = first !== null && i < x.length && isJoined(i - 1);
    if (!goesOn) {
      if (first !== null) found.push([first, i - 1]);
      first = i < x.length && Number.isFinite(value[i]) ? i : null;
    }
  }
  return found;

  function isJoined(i: number): boolean {
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
}

const FAR = 20_000;

/** The path of one stretch. */
export function path(
  x: readonly number[],
  y: readonly number[],
  [first, last]: readonly [number, number],
  across: Scale,
  up: Scale,
): string {
  let text = "";
  for (let i = first; i <= last; i++) {
    const left = across.at(x[i] ?? 0);
    const top = Math.max(-FAR, Math.min(FAR, up.at(y[i] ?? 0)));
    text += `${i === first ? "M" : "L"}${left.toFixed(1)} ${top.toFixed(1)}`;
  }
  return text;
}

/** Heights of labels that would touch, moved apart in their order, between `low` and `high`. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = order.map((index) => Math.max(low, Math.min(high, wanted[index] ?? low)));
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i] ?? 0, (placed[i - 1] ?? 0) + gap);
  const over = (placed.at(-1) ?? high) - high;
  if (over > 0) {
    placed[placed.length - 1] = high;
    for (let i = placed.length - 2; i >= 0; i--)
      placed[i] = Math.min(placed[i] ?? 0, (placed[i + 1] ?? 0) - gap);
  }
  const result = wanted.map(() => 0);
  order.forEach((index, rank) => {
    result[index] = placed[rank] ?? 0;
  });
  return result;
}

/** A straight line of this slope through a point, from the edge of the picture to the other edge. */
export function straight(
  x: number,
  y: number,
  slope: number,
  across: Scale,
  top: number,
  bottom: number,
  up: Scale,
): { readonly d: string; readonly end: number } | null {
  if (!Number.isFinite(y) || !Number.isFinite(slope)) return null;
  const at = (value: number): readonly [number, number] => [across.at(value), up.at(y + slope * (value - x))];
  const ends = [at(across.from), at(across.to)];
  const [start, stop] = ends as [readonly [number, number], readonly [number, number]];
  const cut = ([px, py]: readonly [number, number]): readonly [number, number] => {
    const inside = Math.max(top, Math.min(bottom, py));
    if (inside === py) return [px, py];
    const share = (inside - start[1]) / (stop[1] - start[1]);
    return [start[0] + share * (stop[0] - start[0]), inside];
  };
  const [a, b] = [cut(start), cut(stop)];
  return {
    d: `M${a[0].toFixed(1)} ${a[1].toFixed(1)}L${b[0].toFixed(1)} ${b[1].toFixed(1)}`,
    end: b[1],
  };
}
