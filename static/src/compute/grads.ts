/** What happens to grads when data changes: pure functions from documents to documents. */
import type { Frame, GradState, GraphDocument, GraphNode } from "../wire/types";

/** The state of a document's grads as a whole, which decides what a moved leaf asks for. */
export type Standing = "pending" | "fresh" | "accumulated" | "stale";

const STANDING: Readonly<Record<GradState, Standing>> = {
  none: "pending",
  fresh: "fresh",
  assigned: "fresh",
  stale: "stale",
  accumulated: "accumulated",
};

/** One state for many grads: what has to be said of them before anything else. */
function together(states: ReadonlySet<GradState>): GradState {
  if (states.has("stale")) return "stale";
  if (states.has("accumulated")) return "accumulated";
  if (!states.has("fresh") && !states.has("assigned")) return "none";
  return states.has("none") ? "stale" : "fresh";
}

/** The state of every grad in a frame. A frame of numbers alone: a pass leaves 1 at the output, which comes last. */
export function frameState(frame: Frame): GradState {
  if (frame.state !== undefined) return frame.state;
  if (frame.grad_states !== undefined)
    return together(new Set(Object.keys(frame.grad_states) as GradState[]));
  return (frame.grad.at(-1) ?? 0) === 0 ? "none" : "fresh";
}

/** The numbers of a graph that is too large to be sent node by node. */
const alone = (doc: GraphDocument): Frame | null => (doc.nodes.length === 0 ? doc.frame : null);

export function standing(doc: GraphDocument): Standing {
  const frame = alone(doc);
  if (frame !== null) return STANDING[frameState(frame)];
  const states = new Set<GradState>();
  for (const node of doc.nodes) if (node.op !== "constant") states.add(node.grad_state);
  return STANDING[together(states)];
}

/** How many passes are in the grads of the leaves. */
export function passes(doc: GraphDocument): number {
  const frame = alone(doc);
  if (frame !== null) return frame.passes ?? (frameState(frame) === "none" ? 0 : 1);
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
  const [frame, old] = [alone(doc), alone(earlier)];
  if (frame !== null && old !== null && frameState(old) !== "none")
    return { ...doc, frame: { ...old, data: frame.data, state: "stale" }, trace: null };
  return withGrads(doc, (_, index) => {
    const old = earlier.nodes[index];
    if (old === undefined || old.grad_state === "none") return {};
    return { grad: old.grad, grad_state: "stale", passes: old.passes };
  });
}

/** New data with grads that were computed for other numbers, as a descent leaves them. */
export function withStaleFrame(doc: GraphDocument, frame: Frame): GraphDocument {
  const own = alone(doc);
  if (own !== null && own.grad.length === frame.grad.length)
    return { ...doc, frame: { data: own.data, grad: frame.grad, state: "stale" }, trace: null };
  if (frame.grad.length !== doc.nodes.length) return doc;
  return withGrads(doc, (node, index) =>
    node.op === "constant" ? {} : { grad: frame.grad[index] ?? node.grad, grad_state: "stale", passes: 1 },
  );
}

/** The grads of so many passes, none of them zeroed. */
export function withPasses(doc: GraphDocument, count: number): GraphDocument {
  const frame = alone(doc);
  if (frame === null || count < 2) return doc;
  return { ...doc, frame: { ...frame, state: "accumulated", passes: count } };
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
