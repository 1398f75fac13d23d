/** What lies under the plot: the classes of the cells of a grid and the lines between them. Pure. */
import { contour, type Line } from "./contour";
import { type Grid, type Network, type NeuronAt, overGrid } from "./forward";

export interface Question {
  readonly network: Network;
  readonly grid: Grid;
  readonly neuron: NeuronAt | null;
}

export interface Regions {
  readonly grid: Grid;
  /** What each cell is painted as, from the upper left: twice its class, one more inside the margins; NOTHING without a number. */
  readonly cells: Uint8Array;
  /** Where the score is 0, and where a margin is 1; only of one output. */
  readonly boundary: readonly Line[];
  readonly margins: readonly Line[];
}

export const NOTHING = 255;

/** The class of each cell and whether it is inside the margins, in the order in which a picture has its pixels. */
function cellsOf(scores: Float32Array, grid: Grid, outputs: number, hasMargins: boolean): Uint8Array {
  const { columns, rows } = grid;
  const total = columns * rows;
  const cells = new Uint8Array(total);
  for (let row = 0; row < rows; row += 1) {
    const to = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      let best = 0;
      let score = scores[at] as number;
      if (outputs === 1) best = score > 0 ? 1 : 0;
      else
        for (let k = 1; k < outputs; k += 1) {
          const other = scores[k * total + at] as number;
          if (other > score) [best, score] = [k, other];
        }
      const isPale = hasMargins && Math.abs(score) < 1;
      cells[to + column] = Number.isNaN(score) ? NOTHING : 2 * (best % 64) + (isPale ? 1 : 0);
    }
  }
  return cells;
}

/** Compute it. A neuron has a boundary and no margin. */
export function regionsOf({ network, grid, neuron }: Question): Regions {
  const scores = overGrid(network, grid, neuron);
  const outputs = scores.length / (grid.columns * grid.rows);
  const at = (level: number): Line[] =>
    outputs === 1 ? contour(scores, grid.columns, grid.rows, level) : [];
  const margins = neuron === null ? [...at(1), ...at(-1)] : [];
  const cells = cellsOf(scores, grid, outputs, outputs === 1 && margins.length > 0);
  return { grid, cells, boundary: at(0), margins };
}
