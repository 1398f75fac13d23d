/** Paths from a node to the output over a flat graph, as `engine/explain/paths.py` has them: counted exactly, some listed. Pure. */
import type { Flat } from "./flat";
import { partialOf } from "./loops";

/** Counts of this size and above are past any double. */
const UNCOUNTED = 1n << 1024n;
/** Edges of all listed paths together; the first path is always listed. */
const EDGES = 100_000;

export interface Route {
  /** From the node to the output. */
  readonly nodes: readonly number[];
  /** Node k is this argument of node k + 1. */
  readonly slots: readonly number[];
  readonly partials: readonly number[];
  readonly product: number;
}

/** How many paths lead from the node to the output; null for more than any double holds. One addition an edge. */
export function countPaths({ size, begins, inputs }: Flat, node: number): bigint | null {
  const ways = new Map<number, bigint>([[node, 1n]]);
  for (let at = node + 1; at < size; at += 1) {
    let found = 0n;
    for (let k = begins[at] as number; k < (begins[at + 1] as number); k += 1)
      found += ways.get(inputs[k] as number) ?? 0n;
    if (found > 0n) ways.set(at, found < UNCOUNTED ? found : UNCOUNTED);
  }
  const count = ways.get(size - 1) ?? 0n;
  return count < UNCOUNTED ? count : null;
}

/** Where each node is used, as target and slot, in the order in which backward comes to them. */
function usesOf({ size, begins, inputs }: Flat): (readonly [number, number])[][] {
  const uses: [number, number][][] = Array.from({ length: size }, () => []);
  for (let at = size - 1; at >= 0; at -= 1) {
    const begin = begins[at] as number;
    for (let k = begin; k < (begins[at + 1] as number); k += 1)
      uses[inputs[k] as number]?.push([at, k - begin]);
  }
  return uses;
}

/** The first paths, last use first and slots ascending; data is a forward pass's result. */
export function routes(flat: Flat, data: Float64Array, node: number, limit: number): Route[] {
  const uses = usesOf(flat);
  const found: Route[] = [];
  const [nodes, slots, next] = [[node], [] as number[], [0]];
  let edges = EDGES;
  while (nodes.length > 0 && found.length < limit) {
    const here = nodes.at(-1) as number;
    if (here === flat.size - 1) {
      edges -= slots.length;
      if (found.length > 0 && edges < 0) break;
      found.push(route(flat, data, nodes, slots));
    }
    const at = next.at(-1) as number;
    const use = uses[here]?.[at];
    if (use === undefined) {
      nodes.pop();
      slots.pop();
      next.pop();
      continue;
    }
    next[next.length - 1] = at + 1;
    nodes.push(use[0]);
    slots.push(use[1]);
    next.push(0);
  }
  return found;
}

/** The product is taken from the output down. */
function route(flat: Flat, data: Float64Array, nodes: readonly number[], slots: readonly number[]): Route {
  const partials = slots.map((slot, k) => partialOf(flat, data, nodes[k + 1] as number, slot));
  const product = partials.reduceRight((sofar, partial) => sofar * partial, 1);
  return { nodes: [...nodes], slots: [...slots], partials, product };
}
