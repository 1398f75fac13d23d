/** The architecture of a graph as a picture: index of a value down, index of its input across, how many by ink. Pure. */
import { position } from "../wire/ids";
import type { GraphNode } from "../wire/types";

/** An input of a value, or many between two spans of indices. */
interface Mark {
  readonly row: readonly [number, number];
  readonly column: readonly [number, number];
  readonly count: number;
}

/** A mark for each input of each value. */
export const inputMarks = (nodes: readonly GraphNode[]): Mark[] =>
  nodes.flatMap((node, at) =>
    node.inputs.map((input): Mark => {
      const from = position(input.node);
      return { row: [at, at], column: [from, from], count: 1 };
    }),
  );

/** Ink from 0 to 1 in each of side × side cells, on a logarithmic scale, row by row. */
export function density(marks: readonly Mark[], count: number, side: number): Float64Array {
  const cells = new Float64Array(side * side);
  const cell = (at: number): number => Math.min(side - 1, Math.floor((at * side) / Math.max(1, count)));
  for (const { row, column, count: many } of marks) {
    const [top, bottom] = row.map(cell);
    const [left, right] = column.map(cell);
    if (top === undefined || bottom === undefined || left === undefined || right === undefined) continue;
    const share = many / ((bottom - top + 1) * (right - left + 1));
    for (let y = top; y <= bottom; y += 1)
      for (let x = left; x <= right; x += 1) cells[y * side + x] = (cells[y * side + x] ?? 0) + share;
  }
  const most = Math.log1p(cells.reduce((largest, each) => Math.max(largest, each), 0));
  return most === 0 ? cells : cells.map((each) => Math.log1p(each) / most);
}
