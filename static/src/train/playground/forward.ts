/**
 * A network's forward pass in the page, over many points at once: from the parameters of a pass, in float32. Pure; it
 * runs in a worker and is held to the engine's own forward by a test.
 */
import type { Activation } from "./program";

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** outputs × inputs, row by row. */
  readonly w: Float32Array;
  readonly b: Float32Array;
  readonly activation: Activation;
}
export type Network = readonly Layer[];

/** A named list of parameters at a pass. */
export interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A part with its grads. */
export interface GradPart extends Part {
  readonly grad: Float32Array;
}

/** `layers.0.w`, or `model.layers.0.w`: the layer and what of it a part is. */
const NAMED = /(?:^|\.)layers\.(\d+)\.([wb])$/;

/** The parts of each layer, in order; none where a layer lacks one of its two. */
export function layersOf<P extends Part>(parts: readonly P[]): { readonly w: P; readonly b: P }[] {
  const by = new Map<number, { w?: P; b?: P }>();
  for (const part of parts) {
    const [, at, what] = NAMED.exec(part.name) ?? [];
    if (at === undefined) continue;
    const found = by.get(Number(at)) ?? {};
    found[what as "w" | "b"] = part;
    by.set(Number(at), found);
  }
  const layers = [...by].sort(([one], [other]) => one - other).map(([, each]) => each);
  const whole = layers.flatMap(({ w, b }) => (w === undefined || b === undefined ? [] : [{ w, b }]));
  return whole.length === layers.length ? whole : [];
}

/** The network of these parameters; null where they do not follow on each other. */
export function networkOf(parts: readonly Part[], inner: Activation, last: Activation): Network | null {
  const found = layersOf(parts);
  const layers = found.map(({ w, b }, at): Layer => {
    const [outputs = 0, inputs = 0] = w.shape;
    const activation = at === found.length - 1 ? last : inner;
    return { inputs, outputs, w: w.data, b: b.data, activation };
  });
  const fits = layers.every(
    ({ inputs, outputs, w, b }, at) =>
      w.length === inputs * outputs &&
      b.length === outputs &&
      (at === 0 || layers[at - 1]?.outputs === inputs),
  );
  return layers.length > 0 && fits ? layers : null;
}

function activate(values: Float32Array, activation: Activation): void {
  if (activation === "relu")
    for (let i = 0; i < values.length; i += 1) values[i] = Math.max(0, values[i] ?? 0);
  else if (activation === "tanh")
    for (let i = 0; i < values.length; i += 1) values[i] = Math.tanh(values[i] ?? 0);
  else if (activation === "sigmoid")
    for (let i = 0; i < values.length; i += 1) values[i] = 1 / (1 + Math.exp(-(values[i] ?? 0)));
}

/** Weighted sums of `count` points, before the activation: input by input, so that the inner loop is over points. */
function sums({ inputs, outputs, w, b }: Layer, x: Float32Array, count: number): Float32Array {
  const made = new Float32Array(outputs * count);
  for (let k = 0; k < outputs; k += 1) {
    const row = made.subarray(k * count, (k + 1) * count).fill(b[k] ?? 0);
    for (let j = 0; j < inputs; j += 1) {
      const weight = w[k * inputs + j] ?? 0;
      const column = x.subarray(j * count, (j + 1) * count);
      for (let i = 0; i < count; i += 1) row[i] = (row[i] as number) + weight * (column[i] as number);
    }
  }
  return made;
}

/** A neuron of a layer, looked at by its weighted sum. */
export interface NeuronAt {
  readonly layer: number;
  readonly neuron: number;
}

/**
 * What the last layer gives for `count` points, x input by input; or what one neuron sums up, before its activation.
 * Outputs come output by output.
 */
export function forward(
  network: Network,
  x: Float32Array,
  count: number,
  at: NeuronAt | null = null,
): Float32Array {
  let values = x;
  for (const [k, layer] of network.entries()) {
    values = sums(layer, values, count);
    if (at?.layer === k) return values.slice(at.neuron * count, (at.neuron + 1) * count);
    activate(values, layer.activation);
  }
  return values;
}

/** What every layer gives for one point, the point first. */
export function activations(network: Network, point: readonly number[]): Float32Array[] {
  const found: Float32Array[] = [Float32Array.from(point)];
  for (const layer of network) {
    const next = sums(layer, found.at(-1) ?? new Float32Array(), 1);
    activate(next, layer.activation);
    found.push(next);
  }
  return found;
}

/** Points computed together: their layers stay in the processor's cache. */
const CHUNK = 1024;

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  /** Which two inputs go across and up; the others stay at `rest`. */
  readonly across: number;
  readonly up: number;
  readonly rest: readonly number[];
}

/** The scores at the middle of each cell of a grid, output by output, from the lower left, row by row. */
export function overGrid(network: Network, grid: Grid, at: NeuronAt | null = null): Float32Array {
  const total = grid.columns * grid.rows;
  const outputs = at === null ? (network.at(-1)?.outputs ?? 0) : 1;
  const made = new Float32Array(outputs * total);
  const inputs = network[0]?.inputs ?? 0;
  const [wide, high] = [(grid.x[1] - grid.x[0]) / grid.columns, (grid.y[1] - grid.y[0]) / grid.rows];
  for (let from = 0; from < total; from += CHUNK) {
    const count = Math.min(CHUNK, total - from);
    const x = new Float32Array(inputs * count);
    for (let j = 0; j < inputs; j += 1) {
      const column = x.subarray(j * count, (j + 1) * count);
      if (j === grid.across)
        for (let i = 0; i < count; i += 1) column[i] = grid.x[0] + (((from + i) % grid.columns) + 0.5) * wide;
      else if (j === grid.up)
        for (let i = 0; i < count; i += 1)
          column[i] = grid.y[0] + (Math.floor((from + i) / grid.columns) + 0.5) * high;
      else column.fill(grid.rest[j] ?? 0);
    }
    const scores = forward(network, x, count, at);
    for (let k = 0; k < outputs; k += 1)
      made.set(scores.subarray(k * count, (k + 1) * count), k * total + from);
  }
  return made;
}
