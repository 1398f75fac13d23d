/** What is drawn and said of a part at a step: its cells, and which of its rows have no grad. Pure. */
import type { Part } from "../wire/live";

/** A part with so many numbers in its longest side and no more is drawn with cells of this many pixels. */
const LARGEST_CELL = 6;

/** Rows and columns as they are drawn: a matrix that is much higher than wide lies on its side. */
export interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly isTurned: boolean;
}

export function layoutOf({ shape, data }: Pick<Part, "shape" | "data">): Layout {
  const columns = shape.length < 2 ? data.length : (shape.at(-1) ?? 1);
  const rows = columns === 0 ? 0 : data.length / columns;
  return rows > 2 * columns && columns > 1
    ? { rows: columns, columns: rows, isTurned: true }
    : { rows, columns, isTurned: false };
}

/** The numbers in the order in which they are drawn. */
export function drawnNumbers(numbers: Float32Array, { rows, columns, isTurned }: Layout): Float32Array {
  if (!isTurned) return numbers;
  const turned = new Float32Array(numbers.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      turned[row * columns + column] = numbers[column * rows + row] ?? 0;
  return turned;
}

/** The place in the part of a drawn cell, and the other way round. */
export function placeIn({ rows, columns, isTurned }: Layout, row: number, column: number): number {
  return isTurned ? column * rows + row : row * columns + column;
}

/** `wte[3][4]`; a value that is in no list has its name. */
export function elementName({ name, shape }: Pick<Part, "name" | "shape">, place: number): string {
  if (shape.length === 0) return name;
  const columns = shape.length < 2 ? null : (shape.at(-1) ?? 1);
  return columns === null
    ? `${name}[${place}]`
    : `${name}[${Math.floor(place / columns)}][${place % columns}]`;
}

/** Pixels of a drawing this wide at most: cells are square, and a row of few is not blown up. */
export function sizeOf({ rows, columns }: Layout, width: number): { width: number; height: number } {
  const cell = Math.min(LARGEST_CELL * 2, width / Math.max(1, columns));
  const across = Math.max(12, Math.round(cell * columns));
  return { width: across, height: rows <= 1 ? 12 : Math.max(8, Math.round(cell * rows)) };
}

/** How many of a matrix's rows have only grads of 0. */
function rowsWithoutGrad({ shape, grad }: Pick<Part, "shape" | "grad">): number {
  const columns = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
  let count = 0;
  for (let start = 0; start < grad.length; start += columns) {
    let at = start;
    while (at < start + columns && grad[at] === 0) at += 1;
    if (at === start + columns) count += 1;
  }
  return count;
}

/** "8 of 15 rows of `wte` have no grad": a sentence for all matrices of which that is so; null where there is none. */
export function gradSentence(parts: readonly Part[]): string | null {
  const found = parts.flatMap((part) => {
    if (part.shape.length < 2) return [];
    const rows = part.grad.length / (part.shape.at(-1) ?? 1);
    const without = rowsWithoutGrad(part);
    if (without === 0) return [];
    const layer = /^layers\.(\d+)\.w$/.exec(part.name)?.[1];
    return layer === undefined
      ? [`${without} of ${rows} rows of \`${part.name}\``]
      : [`${without} of ${rows} neurons of layer ${Number(layer) + 1}`];
  });
  if (found.length === 0) return null;
  const [last, ...others] = [...found.slice(0, 4)].reverse();
  const list = others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
  const more = found.length > 4 ? ` So it is in ${found.length - 4} more.` : "";
  return `${list} have no grad in this step.${more}`;
}
