/** What lies under the plot: scores over a grid and the lines through them. Pure. */
import { contour, type Line } from "./contour";
import { type Grid, type Network, type NeuronAt, overGrid } from "./forward";

export interface Question {
  readonly network: Network;
  readonly grid: Grid;
  readonly neuron: NeuronAt | null;
}

export interface Regions {
  readonly grid: Grid;
  /** Output by output, from the lower left. */
  readonly scores: Float32Array;
  readonly outputs: number;
  /** Where the score is 0, and where a margin is 1; only of one output. */
  readonly boundary: readonly Line[];
  readonly margins: readonly Line[];
}

/** Compute it. A neuron has a boundary and no margin. */
export function regionsOf({ network, grid, neuron }: Question): Regions {
  const scores = overGrid(network, grid, neuron);
  const outputs = scores.length / (grid.columns * grid.rows);
  const at = (level: number): Line[] =>
    outputs === 1 ? contour(scores, grid.columns, grid.rows, level) : [];
  const margins = neuron === null ? [...at(1), ...at(-1)] : [];
  return { grid, scores, outputs, boundary: at(0), margins };
}
