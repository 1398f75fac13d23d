/** Every use of a value and the share of its grad that each use adds. Pure. */
import type { GraphDocument, GraphNode } from "../wire/types";
import { find } from "./naming";

export interface Use {
  readonly target: GraphNode;
  readonly slot: number;
  readonly upstream: number;
  readonly partial: number | null;
  readonly share: number | null;
}

/** The uses of a node of which they are known, as far as what uses it is known; the others are counted. */
function toldUses(doc: GraphDocument, node: GraphNode): Use[] {
  return (node.used_by ?? []).flatMap(({ node: id, slot, partial }) => {
    const target = find(doc, id);
    if (target === null) return [];
    const share = partial === null ? null : target.grad * partial;
    return [{ target, slot, upstream: target.grad, partial, share }];
  });
}

export function usesOf(doc: GraphDocument, node: GraphNode, nodes: readonly GraphNode[] = doc.nodes): Use[] {
  if (doc.known !== undefined) return toldUses(doc, node);
  const uses: Use[] = [];
  for (const target of nodes) {
    target.inputs.forEach((input, slot) => {
      if (input.node !== node.id) return;
      const share = input.partial === null ? null : target.grad * input.partial;
      uses.push({ target, slot, upstream: target.grad, partial: input.partial, share });
    });
  }
  // Reverse order of the targets, slots ascending: the order in which backward adds the shares.
  return uses.sort(
    (one, other) => nodes.indexOf(other.target) - nodes.indexOf(one.target) || one.slot - other.slot,
  );
}
