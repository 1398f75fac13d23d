/** The box that a plot draws in, with d3's scales over it. Knows no page. */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";

export type Scale = ScaleContinuousNumeric<number, number>;
export type Domain = readonly [number, number];

/** In pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Frame {
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
}

export const linear = (area: Area, x: Domain, y: Domain): Frame => ({
  area,
  x: scaleLinear(x, [area.left, area.right]),
  y: scaleLinear(y, [area.bottom, area.top]),
});

/** Both axes logarithmic. What lies beyond them is drawn on their ends, 0 with it. */
export const logarithmic = (area: Area, x: Domain, y: Domain): Frame => ({
  area,
  x: scaleLog(x, [area.left, area.right]).clamp(true),
  y: scaleLog(y, [area.bottom, area.top]).clamp(true),
});

/** The axis of values alone logarithmic. */
export const semilogarithmic = (area: Area, x: Domain, y: Domain): Frame => ({
  area,
  x: scaleLinear(x, [area.left, area.right]),
  y: scaleLog(y, [area.bottom, area.top]),
});

/** Pixels a unit of a linear scale. */
export const unit = (scale: Scale): number => Math.abs(scale(1) - scale(0));

export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

/** From the lowest to the highest value, with room; spikes such as a pole's do not flatten the rest. */
export function domainOf(values: readonly number[]): Domain {
  const finite = values.filter(Number.isFinite).sort((one, other) => one - other);
  const quantile = (share: number): number => finite[Math.round(share * (finite.length - 1))] ?? Number.NaN;
  let [low, high] = [quantile(0), quantile(1)];
  if (finite.length === 0) return [-1, 1];
  const [lower, upper] = [quantile(0.06), quantile(0.94)];
  const middle = upper - lower;
  if (high - low > 8 * middle && middle > 0) [low, high] = [lower - middle, upper + middle];
  if (low === high) return [low - Math.max(1, Math.abs(low)) / 2, high + Math.max(1, Math.abs(high)) / 2];
  const room = (high - low) * 0.06;
  return [low - room, high + room];
}
