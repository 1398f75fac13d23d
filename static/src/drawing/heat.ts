/**
 * Which of eleven colours a number has, and where its cell is: a signed square root of its share of the largest, so
 * that a hundredth of it can still be seen. The server draws by the same rules; shared cases keep both equal. Pure.
 */

/** Steps away from zero, on either side. */
export const STEPS = 5;
/** The class of each step, from −5 to 5. */
const CLASSES = ["n5", "n4", "n3", "n2", "n1", "bed", "p1", "p2", "p3", "p4", "p5"] as const;
/** The class of a step. */
export const heatClass = (step: number): string => CLASSES[step + STEPS] ?? "bed";
/** A list of up to so many values is drawn cell by cell. */
const STRIP_CELLS = 32;
/** The share of a strip's height that a cell takes: a positive one at the top, a negative one at the bottom. */
const TALL = 0.64;
/** From this width on there is a gap between the cells of a strip. */
const WIDE = 4;
const PERCENTILE = 0.995;

interface Bed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From −5 to 5; 0 for what is not known, not a number, or below a hundredth of the largest. */
export function heatStep(value: number | null, most: number): number {
  if (value === null || Number.isNaN(value) || value === 0 || !(most > 0)) return 0;
  const size = Math.floor(STEPS * Math.sqrt(Math.min(1, Math.abs(value) / most)) + 0.5);
  return value < 0 ? -size || 0 : size;
}

/** Where the share of each of `cells` begins in a list of `count`; one more, the end of the last. */
function shares(count: number, cells: number): number[] {
  const of = Math.min(count, cells);
  return Array.from({ length: of + 1 }, (_, k) => Math.floor((k * count) / of));
}

/** The number of largest size, the first of equals; what is not a number above all; null where none is known. */
export function largest(values: readonly (number | null)[]): number | null {
  let found: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (found === null || Math.abs(value) > Math.abs(found) || (Number.isNaN(value) && !Number.isNaN(found)))
      found = value;
  }
  return found;
}

/** Up to two digits, never below the number itself: 0.00621 is 0.0063. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 0;
  // Through its decimal digits, because 87 × 0.1 is not 8.7.
  const [digits, place] = value.toExponential().split("e");
  const up = Math.ceil(Number(`${digits}e1`));
  return Number(`${up}e${Number(place) - 1}`);
}

const finite = (numbers: readonly (number | null)[]): number[] =>
  numbers.filter((value): value is number => value !== null && Number.isFinite(value));

/** The scale of lists: the largest of them all, but for lists whose values are all equal. */
export function listScale(lists: readonly (readonly (number | null)[])[]): number {
  let uneven = 0;
  let even = 0;
  for (const list of lists) {
    const known = finite(list);
    const size = Math.abs(largest(known) ?? 0);
    if (known.every((value) => value === known[0])) even = Math.max(even, size);
    else uneven = Math.max(uneven, size);
  }
  return roundUp(uneven > 0 ? uneven : even);
}

/** The scale of matrices: what 99.5 % of their numbers do not exceed. */
export function matrixScale(numbers: readonly (number | null)[]): number {
  const sizes = finite(numbers)
    .map(Math.abs)
    .sort((one, other) => one - other);
  const most = sizes[Math.ceil(PERCENTILE * sizes.length) - 1] ?? 0;
  return roundUp(most > 0 ? most : (sizes.at(-1) ?? 0));
}

const px = (number: number): string => String(Math.floor(number * 100 + 0.5) / 100);
const span = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** The cells of a list as they are drawn. Made once; repainting only puts strings together. */
export interface Cells {
  /** For each cell the places of its numbers in the list; the largest is shown. */
  readonly of: readonly (readonly number[])[];
  /** Cells in a row; neighbours of one colour in a row of a map are one rectangle. */
  readonly across: number;
  readonly isMap: boolean;
  /** Where a cell begins, positive and negative. */
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** The rest of a rectangle over so many cells. */
  readonly rest: readonly string[];
}

const rest = (width: number, height: number): string => `h${px(width)}v${px(height)}h-${px(width)}z`;

/** A list in one row: positive cells high, negative ones low. */
function strip(count: number, bed: Bed): Cells {
  const starts = shares(count, STRIP_CELLS);
  const across = starts.length - 1;
  const pitch = bed.width / across;
  const height = Math.floor(10 * TALL * bed.height + 0.5) / 10;
  const every = span(0, across);
  const at = (y: number): string[] => every.map((k) => `M${px(bed.x + k * pitch)} ${px(y)}`);
  return {
    of: every.map((k) => span(starts[k] ?? 0, starts[k + 1] ?? 0)),
    across,
    isMap: false,
    up: at(bed.y),
    down: at(bed.y + bed.height - height),
    rest: ["", rest(pitch >= WIDE ? pitch - 1 : pitch, height)],
  };
}

/** A matrix in its shape; a cell of more than one number where there is less than a pixel for each. */
function map(rows: number, columns: number, bed: Bed): Cells {
  const tops = shares(rows, Math.max(1, Math.floor(bed.height)));
  const lefts = shares(columns, Math.max(1, Math.floor(bed.width)));
  const across = lefts.length - 1;
  const [height, width] = [bed.height / (tops.length - 1), bed.width / across];
  const of: number[][] = [];
  const starts: string[] = [];
  for (let row = 0; row + 1 < tops.length; row += 1)
    for (let column = 0; column < across; column += 1) {
      const lines = span(tops[row] ?? 0, tops[row + 1] ?? 0);
      const places = span(lefts[column] ?? 0, lefts[column + 1] ?? 0);
      of.push(places.flatMap((at) => lines.map((line) => line * columns + at)));
      starts.push(`M${px(bed.x + column * width)} ${px(bed.y + row * height)}`);
    }
  const rests = span(0, across + 1).map((cells) => (cells === 0 ? "" : rest(cells * width, height)));
  return { of, across, isMap: true, up: starts, down: starts, rest: rests };
}

/** Rows and columns of a list that is drawn as a map; null for one that is drawn as a strip. */
export function mapOf(shape: readonly number[], count: number): readonly [number, number] | null {
  const columns = shape.at(-1) ?? 0;
  if (shape.length < 2 || columns < 2 || count === 0 || count % columns !== 0) return null;
  return count / columns > 1 ? [count / columns, columns] : null;
}

/** The cells of a list of this shape on this bed. */
export function cellsOf(count: number, shape: readonly number[], bed: Bed): Cells {
  const found = mapOf(shape, count);
  return found === null ? strip(count, bed) : map(...found, bed);
}

/** The path of each step from −5 to 5, but for zero, which is the bed. */
export function heatPaths({ of, across, isMap, up, down, rest }: Cells, steps: ArrayLike<number>): string[] {
  const paths = Array.from({ length: 2 * STEPS + 1 }, () => "");
  for (let k = 0; k < of.length; ) {
    const step = steps[k] ?? 0;
    const end = isMap ? k - (k % across) + across : k + 1;
    let next = k + 1;
    while (next < end && steps[next] === step) next += 1;
    if (step !== 0) paths[step + STEPS] += `${(step > 0 ? up : down)[k]}${rest[next - k]}`;
    k = next;
  }
  return paths;
}
