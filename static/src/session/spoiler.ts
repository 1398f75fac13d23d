/** Nodes without the grads that are not to be seen before they are asked for. Pure. */
import type { GraphNode } from "../wire/types";

export type Hidden = "grad" | null;

const hiddenNodes = new WeakMap<GraphNode, GraphNode>();

/** A node without its grad. The same node always gives the same one, so that nothing is drawn twice. */
export function withHiddenGrad(node: GraphNode): GraphNode {
  if (node.op === "constant" || node.grad_state === "none" || node.hidden !== undefined) return node;
  const known = hiddenNodes.get(node);
  if (known !== undefined) return known;
  const made: GraphNode = { ...node, grad: Number.NaN, grad_state: "none", hidden: "grad" };
  hiddenNodes.set(node, made);
  return made;
}
