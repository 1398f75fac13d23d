/** The numbers of a program's own engine beside the right ones: what of a pass departs, and where first. Pure. */

import type { GraphDocument, GraphNode, Step } from "../wire/types";

const CLOSE = 1e-9;

const isNear = (one: number, other: number): boolean =>
  Object.is(one, other) || Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(one), Math.abs(other));

/** Whether the steps of a document are those of the program's own engine. */
export const isOwnPass = ({ trace }: GraphDocument): boolean => trace?.[0]?.want !== undefined;

/** What a step of the program's own engine did, if that is not what it should have done. */
export type Departure =
  /** It replaced the grad that was there, where it should have added to it. */
  | { readonly kind: "replaced"; readonly right: number }
  /** It added something else than its upstream grad times the local derivative. */
  | { readonly kind: "other"; readonly right: number }
  /** Nothing should have been added. */
  | { readonly kind: "extra" }
  /** It went on with an upstream grad that was wrong already. */
  | { readonly kind: "inherited"; readonly want: number };

/** The share that a step should add, given the upstream grad that it has; null where that is not known. */
export const shareOf = ({ upstream, partial }: Step): number | null =>
  upstream === null || partial === null ? null : upstream * partial;

/** How a step departs; null where it does not, or is not one of a program's own engine. */
export function departure(step: Step): Departure | null {
  const { want, before, after, contribution } = step;
  if (want === undefined) return null;
  if (want === null) return contribution === 0 ? null : { kind: "extra" };
  const share = shareOf(step) ?? want;
  if (!isNear(after, before + share)) {
    const isReplaced = !isNear(before, 0) && isNear(after, share);
    return isReplaced ? { kind: "replaced", right: before + share } : { kind: "other", right: share };
  }
  return isNear(share, want) ? null : { kind: "inherited", want };
}

/** The local derivative that a step has used in place of the right one; null where it used that. */
export function partialOf(step: Step): number | null {
  if (departure(step)?.kind !== "other" || step.partial === null || !step.upstream) return null;
  return step.contribution / step.upstream;
}

/** The number of the first step that departs, counted from 1; null where none does. */
export function firstDeparture(steps: readonly Step[]): number | null {
  const at = steps.findIndex((step) => departure(step) !== null);
  return at === -1 ? null : at + 1;
}

/** Whether a grad that is shown is not the right one. */
export const isWrong = (node: GraphNode): boolean =>
  node.expected_grad !== undefined && node.grad_state !== "none" && node.hidden !== "grad";

const rightedNodes = new WeakMap<GraphNode, GraphNode>();

/** A node with the right grad, and its own beside it. The same node always gives the same one. */
export function righted(node: GraphNode, theirs: number): GraphNode {
  const { expected_grad: right, ...rest } = node;
  if (right === undefined) return node;
  const made = rightedNodes.get(node) ?? { ...rest, grad: right, theirs };
  rightedNodes.set(node, made);
  return made;
}

/** The steps as they should have been: each adds what it should. */
export function rightedSteps(steps: readonly Step[]): readonly Step[] {
  const grads = new Map<string, number>();
  return steps.map((step) => {
    if (step.want === undefined) return step;
    const contribution = step.want ?? 0;
    const before = grads.get(step.node) ?? 0;
    const after = before + contribution;
    const upstream =
      step.from === null || step.upstream === null ? null : (grads.get(step.from) ?? step.upstream);
    grads.set(step.node, after);
    const { want: _, ...rest } = step;
    return { ...rest, contribution, before, after, upstream };
  });
}
