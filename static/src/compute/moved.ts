/** A flat graph with one node held at another number: what is computed from it follows, the rest stays. Pure. */
import type { Flat } from "./flat";
import { dataOf } from "./loops";

/** The nodes that are computed from a node, directly or not, in the order of their ids; itself not among them. */
export function dependents({ size, begins, inputs }: Flat, node: number): Int32Array {
  const isFound = new Uint8Array(size);
  isFound[node] = 1;
  const found: number[] = [];
  for (let at = node + 1; at < size; at += 1) {
    for (let k = begins[at] as number; k < (begins[at + 1] as number); k += 1) {
      if (isFound[inputs[k] as number] === 0) continue;
      isFound[at] = 1;
      found.push(at);
      break;
    }
  }
  return Int32Array.from(found);
}

/** Hold the node at x, in place: `order` are its dependents. */
export function hold(flat: Flat, data: Float64Array, node: number, x: number, order: Int32Array): void {
  data[node] = x;
  for (const at of order) data[at] = dataOf(flat, data, at);
}
