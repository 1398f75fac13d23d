/** What happens to grads when data changes: pure functions from documents to documents. */
import type { Frame, GradState, GraphDocument, GraphNode } from "../document";

/** How the grads of a document stand as a whole, which decides what a moved leaf asks for. */
export type Standing = "pending" | "fresh" | "accumulated" | "stale";

export function standing(doc: GraphDocument): Standing {
  const states = new Set<GradState>();
  for (const node of doc.nodes) if (node.op !== "constant") states.add(node.grad_state);
  if (states.has("stale")) return "stale";
  if (states.has("accumulated")) return "accumulated";
  if (!states.has("fresh") && !states.has("assigned")) return "pending";
  return states.has("none") ? "stale" : "fresh";
}

/** How many passes are in the grads of the leaves. */
export function passes(doc: GraphDocument): number {
  return doc.nodes.reduce((most, node) => Math.max(most, node.passes), 0);
}

function withGrads(
  doc: GraphDocument,
  grad: (node: GraphNode, index: number) => Partial<GraphNode>,
): GraphDocument {
  return { ...doc, nodes: doc.nodes.map((node, index) => ({ ...node, ...grad(node, index) })), trace: null };
}

/** New data with the grads of an earlier document, which are stale now; pending where there were none. */
export function withStaleGrads(doc: GraphDocument, earlier: GraphDocument | null): GraphDocument {
  if (earlier === null || earlier.structure !== doc.structure) return doc;
  return withGrads(doc, (_, index) => {
    const old = earlier.nodes[index];
    if (old === undefined || old.grad_state === "none") return {};
    return { grad: old.grad, grad_state: "stale", passes: old.passes };
  });
}

/** New data with grads that were computed for other numbers, as a descent leaves them. */
export function withStaleFrame(doc: GraphDocument, frame: Frame): GraphDocument {
  if (frame.grad.length !== doc.nodes.length) return doc;
  return withGrads(doc, (node, index) =>
    node.op === "constant" ? {} : { grad: frame.grad[index] ?? node.grad, grad_state: "stale", passes: 1 },
  );
}

/** A pass added to leaves that were not zeroed, after their data had changed: old grads plus new ones. */
export function accumulated(doc: GraphDocument, earlier: GraphDocument): GraphDocument {
  if (earlier.structure !== doc.structure) return doc;
  return withGrads(doc, (node, index) => {
    const old = earlier.nodes[index];
    if (node.op !== "leaf" || old === undefined || old.grad_state === "none") return {};
    return { grad: old.grad + node.grad, grad_state: "accumulated", passes: Math.max(old.passes, 1) + 1 };
  });
}

/** The same nodes with the numbers of a frame; local derivatives wait for the next whole document. */
export function withFrame(doc: GraphDocument, frame: Frame, grads: boolean): GraphDocument {
  return {
    ...doc,
    value: frame.data.at(-1) ?? null,
    trace: null,
    nodes: doc.nodes.map((node, index) => ({
      ...node,
      data: frame.data[index] ?? node.data,
      grad: grads ? (frame.grad[index] ?? node.grad) : node.grad,
      inputs: node.inputs.map((input) => ({ ...input, partial: null })),
    })),
  };
}
