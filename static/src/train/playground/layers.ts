/** The layers of a network as columns of its drawing: what each neuron gives, and where it is drawn. Pure. */
import type { Size } from "../../curves/use-size";
import { activations, type GradPart, type Network as Layers } from "./forward";
import type { Playground } from "./state";

export const WIDE = 132;
export const PLACE = { width: 760, height: 330 };
const HEAD = 30;
/** Under the neurons: what is said of those that are not drawn, and nothing else. */
const FOOT = 26;
const EDGE = 6;
/** Pixels of a row, at least; below the second its text is smaller. */
const LEAST = 13;
export const SMALL = 17;
/** Neurons of a layer that are drawn. */
export const MOST = 16;

export interface Column {
  readonly title: string;
  readonly note: string;
  readonly names: readonly string[];
  readonly values: Float32Array;
  /** Norm of the grads of each neuron's weights; empty for the inputs. */
  readonly grads: readonly number[];
}

const norm = (numbers: Float32Array): number =>
  Math.sqrt(numbers.reduce((sum, each) => sum + each * each, 0));

function gradsOf({ w, b }: { readonly w: GradPart; readonly b: GradPart }): number[] {
  const [outputs = 0, inputs = 0] = w.shape;
  return Array.from({ length: outputs }, (_, k) =>
    Math.hypot(norm(w.grad.subarray(k * inputs, (k + 1) * inputs)), b.grad[k] ?? 0),
  );
}

export function columnsOf(its: Playground, network: Layers, point: readonly number[]): Column[] {
  const values = activations(network, point);
  const names = its.rows.value?.names ?? [];
  const layers = its.layers.value;
  return values.map((of, at): Column => {
    const layer = network[at - 1];
    const parts = layers[at - 1];
    return {
      title: at === 0 ? "Input" : `Layer ${at}`,
      note: layer === undefined ? "" : `${layer.outputs} ${layer.activation}`,
      names: at === 0 ? [...of].map((_, k) => names[k] ?? `x${k + 1}`) : [...of].map((_, k) => `n${k}`),
      values: of,
      grads: parts === undefined ? [] : gradsOf(parts),
    };
  });
}

export const shown = (column: Column): number => Math.min(MOST, column.values.length);
/** How the drawing fills its place: rows and gaps shrink before anything has to be scrolled. */
export interface Layout {
  readonly row: number;
  readonly gap: number;
  readonly foot: number;
  readonly height: number;
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

export function layoutOf(columns: readonly Column[], place: Size): Layout {
  const rows = Math.max(...columns.map(shown));
  const foot = columns.some(({ values }) => values.length > MOST) ? FOOT : EDGE;
  const row = within(Math.floor((place.height - HEAD - foot) / rows), LEAST, 24);
  const gap = within((place.width - 8 - columns.length * WIDE) / Math.max(1, columns.length - 1), 26, 110);
  return { row, gap, foot, height: HEAD + rows * row + foot };
}

export const xOf = (at: number, { gap }: Layout): number => at * (WIDE + gap);
export const yOf = (column: Column, row: number, layout: Layout): number =>
  HEAD + (layout.height - HEAD - layout.foot - shown(column) * layout.row) / 2 + row * layout.row;
