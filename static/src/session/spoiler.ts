/** Nodes without the grads that are not to be seen before they are asked for. Pure. */
import type { GraphNode } from "../wire/types";

export type Hidden = "grad" | null;

const veils = new WeakMap<GraphNode, GraphNode>();

/** A node without its grad. The same node always gives the same one, so that nothing is drawn twice. */
export function veiled(node: GraphNode): GraphNode {
  if (node.op === "constant" || node.grad_state === "none" || node.veil !== undefined) return node;
  const known = veils.get(node);
  if (known !== undefined) return known;
  const made: GraphNode = { ...node, grad: Number.NaN, grad_state: "none", veil: "grad" };
  veils.set(node, made);
  return made;
}
