/** A node of a graph that is sent as numbers: what is known of it, with the numbers that the page shows now. Pure. */
import { idOf, isId, position } from "../wire/ids";
import type { Frame, GradState, GraphDocument, GraphNode } from "../wire/types";

/** The state of a grad where a whole frame is in one; null where they differ. */
function stateOf(frame: Frame, node: GraphNode): GradState | null {
  if (node.op === "constant") return "none";
  if (frame.state === "accumulated") return node.op === "leaf" ? "accumulated" : "fresh";
  if (frame.state !== undefined) return frame.state;
  const states = Object.keys(frame.grad_states ?? {});
  return states.length === 1 ? (states[0] as GradState) : null;
}

const shown = new WeakMap<GraphNode, { readonly frame: Frame; readonly node: GraphNode }>();

/** The same node and frame always give the same one, so that what did not change is not drawn again. */
function withNumbers(node: GraphNode, frame: Frame): GraphNode {
  const kept = shown.get(node);
  if (kept?.frame === frame) return kept.node;
  const at = position(node.id);
  const state = stateOf(frame, node) ?? node.grad_state;
  const made = {
    ...node,
    data: frame.data[at] ?? node.data,
    grad: frame.grad[at] ?? node.grad,
    grad_state: state,
    passes: state === "accumulated" ? (frame.passes ?? node.passes) : node.passes,
  };
  shown.set(node, { frame, node: made });
  return made;
}

/** The node of this id, as far as it is known. */
export function knownNode(doc: GraphDocument, id: string): GraphNode | null {
  if (doc.known === undefined || doc.frame === null || !isId(id)) return null;
  const node = doc.known.get(position(id));
  return node === null ? null : withNumbers(node, doc.frame);
}

/** What can be shown of a node before it was asked for: its numbers. */
export function numbersAlone(doc: GraphDocument, at: number): GraphNode {
  const node: GraphNode = {
    id: idOf(at),
    op: "",
    label: "",
    group: "",
    line: null,
    file: null,
    data: Number.NaN,
    grad: 0,
    grad_state: "none",
    passes: 0,
    inputs: [],
  };
  return doc.frame === null ? node : withNumbers(node, doc.frame);
}
