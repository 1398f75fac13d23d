/** Own data whose columns are of different sizes: the mean is taken off each, and its deviation divides it. Pure. */
import type { Points } from "./csv";

/** A number of this size drives the first step of a usual rate out of all bounds. */
const LARGE = 10;

export interface Scale {
  readonly name: string;
  readonly mean: number;
  /** The standard deviation; 1 where all rows are the same, which stay 0. */
  readonly deviation: number;
}

function scaleOf({ names, rows }: Points, at: number): Scale {
  const column = rows.map((row) => row[at] ?? 0);
  const count = Math.max(1, column.length);
  const mean = column.reduce((sum, each) => sum + each, 0) / count;
  const square = column.reduce((sum, each) => sum + (each - mean) ** 2, 0) / count;
  return { name: names[at] ?? `x${at + 1}`, mean, deviation: Math.sqrt(square) || 1 };
}

/** Whether an input has numbers so large that a network of usual weights does not learn from them. */
export const isLarge = ({ rows }: Points): boolean =>
  rows.some((row) => row.some((each) => Math.abs(each) > LARGE));

/** The points with each input at mean 0 and deviation 1, and what was taken off and divided by. */
export function rescaled(points: Points): { readonly points: Points; readonly scales: readonly Scale[] } {
  const scales = points.names.map((_, at) => scaleOf(points, at));
  const rows = points.rows.map((row) =>
    row.map((each, at) => (each - (scales[at]?.mean ?? 0)) / (scales[at]?.deviation ?? 1)),
  );
  return { points: { ...points, rows }, scales };
}
