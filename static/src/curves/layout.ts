/** Where the parts of a plot of this size are: its area, the ticks, and the readout. Pure. */

import { short } from "../format";
import { powers, type Tick, ticks } from "../plot/axes";
import { type Area, clamp, type Domain, type Scale } from "../plot/frame";
import type { Size } from "./use-size";

/** A character of a tick in the mono font. */
const CHARACTER = 6.4;
const TICK_GAP = 8;
/** What a tick needs for itself: in a row, and in a column. */
const ROW = 34;
const COLUMN = 64;
/** Less height than this has no room for the words under the newest point. */
export const ROOMY = 360;

/** @param ends whether runs are labelled at the right of their lines. */
export function areaOf({ width, height }: Size, rows: readonly string[], ends: boolean): Area {
  const longest = Math.max(0, ...rows.map((text) => text.length));
  const left = Math.max(28, Math.ceil(longest * CHARACTER) + TICK_GAP + 4);
  const room = ends ? Math.min(118, width * 0.3) : 16;
  return { left, right: Math.max(left + 40, width - room), top: 10, bottom: Math.max(30, height - 22) };
}

/** Round numbers of an axis of values; of a logarithmic one the powers of ten, or more where they are few. */
export function rowsOf(scale: Scale, height: number, log: boolean): readonly { value: number; tick: Tick }[] {
  const most = Math.max(2, Math.floor(height / ROW));
  if (!log)
    return scale.ticks(most).map((value) => ({ value, tick: { at: scale(value), text: short(value, 4) } }));
  const [low = 1, high = 10] = scale.domain();
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  if (last - first < 1) {
    const inside = scale.ticks(most).filter((_, index, all) => index % Math.ceil(all.length / most) === 0);
    return inside.map((value) => ({ value, tick: { at: scale(value), text: short(value, 3) } }));
  }
  const every = Math.ceil((last - first + 1) / most);
  const exponents = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter(
    (exponent) => (exponent - first) % every === 0,
  );
  return powers(scale, exponents).map((tick, index) => ({ value: 10 ** (exponents[index] ?? 0), tick }));
}

/** Steps are whole. */
export const columnsOf = (scale: Scale, width: number): Tick[] => {
  const count = clamp(Math.floor(width / COLUMN), 2, 12);
  const whole = scale.ticks(count).filter(Number.isInteger);
  return ticks(scale, count).filter(({ at }) => whole.some((value) => scale(value) === at));
};

export interface Box {
  readonly left: number;
  readonly top: number;
}

const GAP = 12;

/**
 * Where the readout goes: beside the line of its step, at the top of the plot, never over the newest point.
 *
 * @param x the line that it belongs to.
 * @param newest the newest point, if one is drawn.
 */
export function placeReadout(
  area: Area,
  x: number,
  size: Size,
  newest: readonly [number, number] | null,
): Box {
  const inside = (left: number): number => clamp(left, area.left, area.right - size.width);
  const sides = [x + GAP, x - GAP - size.width].map(inside);
  const heights = [area.top + 6, area.bottom - 6 - size.height, (area.top + area.bottom - size.height) / 2];
  const isFree = ({ left, top }: Box): boolean =>
    newest === null ||
    newest[0] <= left - GAP ||
    newest[0] >= left + size.width + GAP ||
    newest[1] <= top - GAP ||
    newest[1] >= top + size.height + GAP;
  const isBeside = ({ left }: Box): boolean => x <= left || x >= left + size.width;
  const [right = 0, leftward = 0] = sides;
  const order = right + size.width <= area.right && right > x ? [right, leftward] : [leftward, right];
  // Last, where the plot is small: on the other side of the newest point.
  const beyond = newest === null ? [] : [newest[0] + GAP, newest[0] - GAP - size.width].map(inside);
  const places = heights.flatMap((top) => [...order, ...beyond].map((left) => ({ left, top })));
  const first: Box = { left: order[0] ?? area.left, top: area.top + 6 };
  return places.find((place) => isFree(place) && isBeside(place)) ?? places.find(isFree) ?? first;
}

/** The steps that a zoom shows: around a step, so many times as many, within the whole axis. */
export function zoomed(steps: Domain, around: number, times: number, whole: Domain): Domain | null {
  const [first, last] = steps;
  const wide = Math.max(2, (last - first) * times);
  if (wide >= whole[1] - whole[0]) return null;
  const start = clamp(around - ((around - first) / (last - first)) * wide, whole[0], whole[1] - wide);
  return [start, start + wide];
}

/** As many steps as are shown, around one that is not. */
export function moved([first, last]: Domain, to: number, whole: Domain): Domain {
  const start = clamp(to - (last - first) / 2, whole[0], whole[1] - (last - first));
  return [start, start + last - first];
}

/** Steps dragged over, from either end; null for a press that hardly moved. */
export function dragged(x: Scale, from: number, to: number, area: Area): Domain | null {
  if (Math.abs(to - from) < 6) return null;
  const at = (place: number): number => x.invert(clamp(place, area.left, area.right));
  const [first, last] = [at(Math.min(from, to)), at(Math.max(from, to))];
  return last - first < 1 ? [first - 0.5, last + 0.5] : [first, last];
}
