/** Documents with other numbers, as the server would answer them: of the same graph, computed in the page. Pure. */
import { idOf, position } from "../wire/ids";
import type { GradState, GraphDocument, GraphNode, Step } from "../wire/types";
import { type Flat, flatOf } from "./flat";
import { backward, forward, partialOf } from "./loops";
import { name, rule } from "./naming";
import { CONSTANT, LEAF } from "./ops";
import { noticesOf, repr } from "./python-text";

export type Numbers = Readonly<Record<string, number>>;

const flats = new WeakMap<readonly GraphNode[], Flat | null>();

/** The flat form of a document's graph; null where the page cannot compute it. */
export function flatGraph(doc: GraphDocument): Flat | null {
  // A program's own engine computes its own grads.
  if (doc.output === null || doc.own_engine !== null || doc.nodes.length === 0) return null;
  const kept = flats.get(doc.nodes);
  if (kept !== undefined) return kept;
  const flat = flatOf(doc.nodes);
  flats.set(doc.nodes, flat);
  return flat;
}

/** Every node's data, with these numbers on the leaves that have these names or ids. */
export function started(doc: GraphDocument, numbers: Numbers): Float64Array {
  const data = Float64Array.from(doc.nodes, (node) => node.data);
  for (const [at, node] of doc.nodes.entries()) {
    if (node.op !== "leaf") continue;
    const number = numbers[node.name ?? node.id] ?? numbers[node.id];
    if (number !== undefined) data[at] = number;
  }
  return data;
}

/** The same document without its local derivatives, which follow from its data. */
export const withoutPartials = (doc: GraphDocument): GraphDocument => ({
  ...doc,
  nodes: doc.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((input) => ({ ...input, partial: null })),
  })),
});

/** The local derivatives at a document's data; as it is where the page cannot compute them. */
export function withPartials(doc: GraphDocument): GraphDocument {
  const flat = flatGraph(doc);
  if (flat === null) return doc;
  const data = Float64Array.from(doc.nodes, (node) => node.data);
  const nodes = doc.nodes.map((node, at) => ({ ...node, inputs: partialsOf(flat, data, node, at) }));
  return { ...doc, nodes };
}

const partialsOf = (flat: Flat, data: Float64Array, { inputs }: GraphNode, at: number) =>
  inputs.map((input, slot) => ({
    node: input.node,
    partial: flat.codes[position(input.node)] === CONSTANT ? null : partialOf(flat, data, at, slot),
  }));

interface Grads {
  readonly grad: Float64Array;
  /** How many passes are in the grads of the leaves. */
  readonly passes: number;
}

/** The same graph with other data, and with grads where a pass was made. */
export function withNumbers(
  doc: GraphDocument,
  flat: Flat,
  data: Float64Array,
  grads: Grads | null,
): GraphDocument {
  const nodes = doc.nodes.map((node, at): GraphNode => {
    const { expected_grad: _, ...rest } = node;
    const isConstant = flat.codes[at] === CONSTANT;
    const isAdded = flat.codes[at] === LEAF && (grads?.passes ?? 0) > 1;
    const state: GradState = grads === null || isConstant ? "none" : isAdded ? "accumulated" : "fresh";
    return {
      ...rest,
      data: data[at] as number,
      grad: grads?.grad[at] ?? 0,
      grad_state: state,
      passes: state === "none" ? 0 : isAdded ? (grads?.passes ?? 1) : 1,
      inputs: partialsOf(flat, data, node, at),
    };
  });
  // The flat form is of the graph, whatever its numbers.
  flats.set(nodes, flat);
  const echo = doc.echo === undefined ? undefined : data[position(doc.echo)];
  return {
    ...doc,
    numbers: "fresh",
    value: data[flat.size - 1] ?? null,
    result: echo === undefined ? doc.result : `Value(data=${repr(echo)})`,
    nodes,
    frame: null,
    trace: null,
    notices: noticesOf(doc, nodes, grads !== null),
  };
}

/** A forward pass with these numbers; no grad is known after it. */
export function forwarded(doc: GraphDocument, flat: Flat, numbers: Numbers): GraphDocument {
  const data = started(doc, numbers);
  forward(flat, data);
  return withNumbers(doc, flat, data, null);
}

/** What the leaves held before the last of so many passes, and what they hold after it. */
function added(flat: Flat, once: Float64Array, passes: number): { before: Float64Array; grad: Float64Array } {
  const [before, grad] = [new Float64Array(flat.size), once.slice()];
  if (passes < 2) return { before, grad };
  for (let at = 0; at < flat.size; at += 1) {
    if (flat.codes[at] !== LEAF) continue;
    let held = 0;
    for (let pass = 0; pass < passes; pass += 1) {
      before[at] = held;
      held += once[at] as number;
    }
    grad[at] = held;
  }
  return { before, grad };
}

/** So many backward passes after a forward pass with these numbers; the steps of the last one if they are wanted. */
export function passed(
  doc: GraphDocument,
  flat: Flat,
  numbers: Numbers,
  { passes, steps }: { readonly passes: number; readonly steps: boolean },
): GraphDocument {
  const data = started(doc, numbers);
  forward(flat, data);
  const once = new Float64Array(flat.size);
  backward(flat, data, once);
  const { before, grad } = added(flat, once, passes);
  const made = withNumbers(doc, flat, data, { grad, passes });
  return steps ? { ...made, trace: traceOf(made, flat, data, before) } : made;
}

/** Every use of the chain rule in a pass that begins with these grads. */
function traceOf(doc: GraphDocument, flat: Flat, data: Float64Array, grad: Float64Array): Step[] {
  const { codes, begins, inputs, size } = flat;
  const output = doc.nodes[size - 1];
  const called = output === undefined ? "" : name(output);
  const seed = grad[size - 1] as number;
  grad[size - 1] = seed + 1;
  const steps: Step[] = [
    {
      step: 0,
      node: idOf(size - 1),
      from: null,
      slot: null,
      upstream: null,
      partial: null,
      contribution: 1,
      before: seed,
      after: seed + 1,
      rule: `∂${called}/∂${called} = 1`,
    },
  ];
  for (let from = size - 1; from >= 0; from -= 1) {
    const begin = begins[from] as number;
    for (let k = begin; k < (begins[from + 1] as number); k += 1) {
      const at = inputs[k] as number;
      if (codes[at] === CONSTANT) continue;
      const [upstream, partial, before] = [
        grad[from] as number,
        partialOf(flat, data, from, k - begin),
        grad[at] as number,
      ];
      const contribution = upstream * partial;
      grad[at] = before + contribution;
      steps.push({
        step: steps.length,
        node: idOf(at),
        from: idOf(from),
        slot: k - begin,
        upstream,
        partial,
        contribution,
        before,
        after: before + contribution,
        rule: rule(doc.nodes[from]?.op ?? "", k - begin),
      });
    }
  }
  return steps;
}
