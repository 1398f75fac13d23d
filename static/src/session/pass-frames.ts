/**
 * The nodes at every point of a pass. Frames are wound from where they are to where they are asked for, so that a step
 * makes one new node and every other one stays the object it was: who draws them sees what changed. Pure.
 */

import { position } from "../wire/ids";
import type { GraphDocument, GraphNode, Step } from "../wire/types";

/** Nodes in the order in which forward computes them; a plain number is there from the beginning. */
export const forwardOrder = (doc: GraphDocument): GraphNode[] =>
  doc.nodes.filter((node) => node.op !== "constant");

const ungraded = (node: GraphNode): GraphNode => ({ ...node, grad: 0, grad_state: "none", passes: 0 });

/** Whether a node has another step after this one. */
const goesOn = (steps: readonly Step[], index: number, id: string): boolean =>
  steps.some((step, at) => at > index && step.node === id);

export class BackwardFrames {
  readonly #blank: readonly GraphNode[];
  /** The step that began the grad of a node, by the node's position. */
  readonly #first = new Map<number, number>();
  #nodes: readonly GraphNode[];
  #at = 0;

  constructor(doc: GraphDocument) {
    this.#blank = doc.nodes.map(ungraded);
    this.#nodes = this.#blank;
  }

  /** The nodes after so many steps: grads that have not begun are not computed. */
  at(steps: readonly Step[], count: number): readonly GraphNode[] {
    if (count === this.#at) return this.#nodes;
    const nodes = [...this.#nodes];
    for (; this.#at < count; this.#at += 1) this.#apply(nodes, steps, this.#at);
    for (; this.#at > count; this.#at -= 1) this.#undo(nodes, steps, this.#at - 1);
    this.#nodes = nodes;
    return nodes;
  }

  #apply(nodes: GraphNode[], steps: readonly Step[], index: number): void {
    const step = steps[index];
    if (step === undefined) return;
    const at = position(step.node);
    if (!this.#first.has(at)) this.#first.set(at, index);
    this.#grade(nodes, at, step.after, steps, index);
  }

  #undo(nodes: GraphNode[], steps: readonly Step[], index: number): void {
    const step = steps[index];
    if (step === undefined) return;
    const at = position(step.node);
    const blank = this.#blank[at];
    if (this.#first.get(at) !== index) this.#grade(nodes, at, step.before, steps, index - 1);
    else if (blank !== undefined) nodes[at] = blank;
  }

  #grade(nodes: GraphNode[], at: number, grad: number, steps: readonly Step[], index: number): void {
    const blank = this.#blank[at];
    if (blank === undefined) return;
    const { expected_grad, ...rest } = blank;
    const node = { ...rest, grad, grad_state: "fresh" as const, passes: 1 };
    // Before its last step nobody can say that a grad is wrong.
    const isWrong = expected_grad !== undefined && !goesOn(steps, index, rest.id);
    nodes[at] = isWrong ? { ...node, expected_grad } : node;
  }
}

export class ForwardFrames {
  readonly #known: readonly GraphNode[];
  readonly #order: readonly number[];
  readonly #nodes: GraphNode[];
  #at = 0;

  constructor(doc: GraphDocument) {
    this.#known = doc.nodes.map(ungraded);
    this.#order = forwardOrder(doc).map((node) => position(node.id));
    this.#nodes = this.#known.map((node) =>
      node.op === "constant" ? node : { ...node, data: Number.NaN, hidden: "data" },
    );
  }

  /** The nodes after so many of them have got their value. No grad is known while they do. */
  at(count: number): readonly GraphNode[] {
    for (; this.#at < count; this.#at += 1) this.#write(this.#at, (node) => node);
    for (; this.#at > count; this.#at -= 1)
      this.#write(this.#at - 1, (node) => ({ ...node, data: Number.NaN, hidden: "data" }));
    return [...this.#nodes];
  }

  #write(index: number, change: (node: GraphNode) => GraphNode): void {
    const at = this.#order[index];
    const known = at === undefined ? undefined : this.#known[at];
    if (at !== undefined && known !== undefined) this.#nodes[at] = change(known);
  }
}
