/** A graph as flat arrays, which is what forward and backward run over: one byte a node, one integer an argument. Pure. */
import { position } from "../wire/ids";
import type { GraphNode } from "../wire/types";
import { CODES } from "./ops";

export interface Flat {
  readonly size: number;
  /** What each node is (ops.ts). */
  readonly codes: Uint8Array;
  /** Where the arguments of each node begin, and where the last one's end. */
  readonly begins: Int32Array;
  /** The arguments, slot by slot; one more than there are, because every op reads two. */
  readonly inputs: Int32Array;
}

/** The flat form of nodes; null where one of them has an op that only its program can compute. */
export function flatOf(nodes: readonly Pick<GraphNode, "op" | "inputs">[]): Flat | null {
  const size = nodes.length;
  const codes = new Uint8Array(size);
  const begins = new Int32Array(size + 1);
  const inputs: number[] = [];
  for (const [at, node] of nodes.entries()) {
    const code = CODES[node.op];
    if (code === undefined) return null;
    codes[at] = code;
    begins[at] = inputs.length;
    for (const input of node.inputs) inputs.push(position(input.node));
  }
  begins[size] = inputs.length;
  return { size, codes, begins, inputs: Int32Array.from([...inputs, 0]) };
}
