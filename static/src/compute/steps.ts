/** Backward steps as arithmetic: how many there are, and what the grads are after some of them. Pure. */

import { position } from "../wire/ids";
import type { GraphDocument, GraphNode, Step } from "../wire/types";

/** The seed and one step for every argument that is not a constant. */
export function stepCount(doc: GraphDocument): number {
  if (doc.nodes.length === 0) return 0;
  const takes = (id: string): boolean => doc.nodes[position(id)]?.op !== "constant";
  return (
    1 + doc.nodes.reduce((sum, node) => sum + node.inputs.filter((input) => takes(input.node)).length, 0)
  );
}

/** The nodes after the first `done` steps: grads that have not begun are not computed. */
export function after(doc: GraphDocument, steps: readonly Step[], done: number): GraphNode[] {
  const reached = new Map<string, number>();
  for (const step of steps.slice(0, done)) reached.set(step.node, step.after);
  return doc.nodes.map((node) => {
    const grad = reached.get(node.id);
    return grad === undefined
      ? { ...node, grad: 0, grad_state: "none", passes: 0 }
      : { ...node, grad, grad_state: "fresh", passes: 1 };
  });
}

/** Arguments whose step is done, as `target-slot` of their edge; the last one is the active edge. */
export function edgesDone(steps: readonly Step[], done: number): string[] {
  return steps.slice(0, done).flatMap((step) => (step.from === null ? [] : [`${step.from}-${step.slot}`]));
}
