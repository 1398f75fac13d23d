// Documents to try the page's own arithmetic on: the lecture's seven lines, and a value that is used twice.

import type { GradState, GraphDocument, GraphNode, Step } from "../../static/src/wire/types";

type Sketch = Partial<GraphNode> & Pick<GraphNode, "label" | "data" | "grad">;

function node(index: number, sketch: Sketch): GraphNode {
  return {
    id: `n${index}`,
    op: "leaf",
    name: sketch.label,
    group: "",
    line: index + 1,
    file: null,
    grad_state: "fresh",
    passes: 1,
    inputs: [],
    ...sketch,
  };
}

export function graph(sketches: readonly Sketch[], more: Partial<GraphDocument> = {}): GraphDocument {
  const nodes = sketches.map((sketch, index) => node(index, sketch));
  return {
    source: "",
    output: `n${nodes.length - 1}`,
    value: nodes.at(-1)?.data ?? null,
    result: null,
    structure: "s",
    parameters: nodes.filter((each) => each.op === "leaf").map((each) => each.label),
    nodes,
    printed: "",
    notices: [],
    reusable: true,
    ran: null,
    own_engine: null,
    frame: null,
    trace: null,
    ...more,
  };
}

const by = (id: number, partial: number | null) => ({ node: `n${id}`, partial });

/** a=2 b=-3 e=a*b c=10 d=e+c f=-2 L=d*f, in the order of the document. */
export function lecture(state: GradState = "fresh"): GraphDocument {
  const made = graph([
    { label: "a", data: 2, grad: 6 },
    { label: "b", data: -3, grad: -4 },
    { label: "e", data: -6, grad: -2, op: "mul", inputs: [by(0, -3), by(1, 2)], line: 4 },
    { label: "c", data: 10, grad: -2, line: 3 },
    { label: "d", data: 4, grad: -2, op: "add", inputs: [by(2, 1), by(3, 1)] },
    { label: "f", data: -2, grad: 4 },
    { label: "L", data: -8, grad: 1, op: "mul", inputs: [by(4, -2), by(5, 4)] },
  ]);
  return withState(made, state);
}

/** a = 3, b = a + a */
export const twice = (): GraphDocument =>
  graph([
    { label: "a", data: 3, grad: 2 },
    { label: "b", data: 6, grad: 1, op: "add", inputs: [by(0, 1), by(0, 1)] },
  ]);

export const withState = (doc: GraphDocument, state: GradState): GraphDocument => ({
  ...doc,
  nodes: doc.nodes.map((each) => ({ ...each, grad_state: state, passes: state === "none" ? 0 : 1 })),
});

export const step = (index: number, id: string, from: string | null, after: number): Step => ({
  step: index,
  node: id,
  from,
  slot: from === null ? null : 0,
  upstream: from === null ? null : 1,
  partial: from === null ? null : after,
  contribution: after,
  before: 0,
  after,
  rule: null,
});
