/** Numbers counted in equal ranges. Pure. */
import { scaleLinear } from "d3-scale";

/** So many ranges: an even number, so that 0 is between two of them. */
const COUNT = 32;

export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  /** How many are counted. */
  readonly total: number;
  /** How many are not finite, and not counted. */
  readonly broken: number;
}

/** Numbers on both sides of 0 are counted between equal ends, so that both sides compare. */
function endsOf(least: number, most: number): readonly [number, number] {
  if (least > most) return [-1, 1];
  const isAroundZero = least < 0 && most > 0;
  const reach = Math.max(-least, most);
  const [low, high] = isAroundZero ? [-reach, reach] : [least, most];
  if (low === high) return low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
  const [first = low, last = high] = scaleLinear([low, high], [0, 1]).nice(10).domain();
  return [first, last];
}

export function binned(values: ArrayLike<number>, count = COUNT): Bins {
  let [least, most, broken] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (!Number.isFinite(value)) broken += 1;
    else {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const [low, high] = endsOf(least, most);
  const counts = new Array<number>(count).fill(0);
  const scale = count / (high - low);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (!Number.isFinite(value)) continue;
    const bin = Math.max(0, Math.min(count - 1, Math.floor((value - low) * scale)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts, total: values.length - broken, broken };
}
