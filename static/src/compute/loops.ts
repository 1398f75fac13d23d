/**
 * Forward and backward over a flat graph, as `engine/autodiff.py` has them: nodes in the order of their ids and back,
 * slots ascending, each share added to the grad that is there. Pure but for the arrays that they fill.
 */
import type { Flat } from "./flat";
import {
  CONSTANT,
  FIRST_FOLD,
  FIRST_OP,
  fold,
  partialOfFirst,
  partialOfSecond,
  partialOfTerm,
  start,
  value,
} from "./ops";

// Every index below is one of the graph's own.
const at = (array: Float64Array | Int32Array | Uint8Array, index: number): number => array[index] as number;

/** One node's value, from the data of its arguments. */
export function dataOf({ codes, begins, inputs }: Flat, data: Float64Array, node: number): number {
  const [code, begin] = [at(codes, node), at(begins, node)];
  if (code < FIRST_FOLD) return value(code, at(data, at(inputs, begin)), at(data, at(inputs, begin + 1)));
  let result = start(code);
  for (let k = begin; k < at(begins, node + 1); k += 1) result = fold(code, result, at(data, at(inputs, k)));
  return result;
}

/** Every node's data, computed in place from the leaves and constants in it. */
export function forward(flat: Flat, data: Float64Array): void {
  for (let node = 0; node < flat.size; node += 1)
    if (at(flat.codes, node) >= FIRST_OP) data[node] = dataOf(flat, data, node);
}

/** ∂node/∂argument in one slot; it says nothing of whether that argument takes a grad. */
export function partialOf(flat: Flat, data: Float64Array, node: number, slot: number): number {
  const { codes, begins, inputs } = flat;
  const [code, begin, out] = [at(codes, node), at(begins, node), at(data, node)];
  if (code >= FIRST_FOLD) return partialOfTerm(code, out, at(data, at(inputs, begin + slot)));
  const [a, b] = [at(data, at(inputs, begin)), at(data, at(inputs, begin + 1))];
  return slot === 0 ? partialOfFirst(code, out, a, b) : partialOfSecond(code, out, a, b);
}

/** A fresh pass, written into grad; data is a forward pass's result. */
export function backward(flat: Flat, data: Float64Array, grad: Float64Array): void {
  const { size, codes, begins, inputs } = flat;
  grad.fill(0);
  grad[size - 1] = 1;
  for (let node = size - 1; node >= 0; node -= 1) {
    const code = at(codes, node);
    if (code < FIRST_OP) continue;
    const [begin, end] = [at(begins, node), at(begins, node + 1)];
    const [upstream, out] = [at(grad, node), at(data, node)];
    if (code >= FIRST_FOLD) {
      for (let k = begin; k < end; k += 1) {
        const j = at(inputs, k);
        if (at(codes, j) !== CONSTANT)
          grad[j] = at(grad, j) + upstream * partialOfTerm(code, out, at(data, j));
      }
      continue;
    }
    const [first, second] = [at(inputs, begin), at(inputs, begin + 1)];
    const [a, b] = [at(data, first), at(data, second)];
    if (at(codes, first) !== CONSTANT)
      grad[first] = at(grad, first) + upstream * partialOfFirst(code, out, a, b);
    if (end - begin > 1 && at(codes, second) !== CONSTANT)
      grad[second] = at(grad, second) + upstream * partialOfSecond(code, out, a, b);
  }
}
