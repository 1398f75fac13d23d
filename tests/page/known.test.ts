import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersAlone } from "../../static/src/compute/known";
import { find, name, origin, placeName } from "../../static/src/compute/naming";
import { usesOf } from "../../static/src/compute/uses";
import { byNumber } from "../../static/src/session/table";
import { KnownNodes } from "../../static/src/wire/known";
import type { Frame, GraphDocument, GraphNode } from "../../static/src/wire/types";
import { graph, lecture } from "./graph";

/** The lecture as a graph that is too large to be sent whole. */
function large(frame: Partial<Frame> = {}): GraphDocument {
  const { nodes } = lecture();
  return graph([], {
    known: new KnownNodes(),
    output: "n6",
    frame: { data: nodes.map((node) => node.data), grad: nodes.map((node) => node.grad), ...frame },
  });
}

const at = (id: number, more: Partial<GraphNode> = {}): GraphNode => ({
  ...(lecture().nodes[id] as GraphNode),
  ...more,
});

test("a node is there as soon as it was answered, with the numbers that are shown", () => {
  const doc = large();
  assert.equal(find(doc, "n2"), null);
  doc.known?.add([at(2, { data: 99 }), at(0), at(1)]);
  const e = find(doc, "n2");
  assert.equal(e?.data, -6);
  assert.equal(find(doc, "n2"), e, "the same object, so that nothing is drawn twice");
  assert.equal(e === null ? "" : origin(doc, e), "mul(a, b)");
  assert.equal(find(doc, "f2"), null, "a box is not a node");
});

test("the state of a grad is the frame's where all are in one, else the node's own", () => {
  const state = (frame: Partial<Frame>, node: Partial<GraphNode> = {}): string | undefined => {
    const doc = large(frame);
    doc.known?.add([at(0, node)]);
    return find(doc, "n0")?.grad_state;
  };
  assert.equal(state({ state: "stale" }), "stale");
  assert.equal(state({ state: "stale" }, { op: "constant" }), "none");
  assert.equal(state({ state: "accumulated", passes: 3 }), "accumulated");
  assert.equal(state({ state: "accumulated", passes: 3 }, { op: "tanh" }), "fresh");
  assert.equal(state({ grad_states: { none: 7 } }), "none");
  assert.equal(state({ grad_states: { fresh: 5, stale: 2 } }, { grad_state: "stale" }), "stale");
});

test("names hold for other numbers of the same graph, local derivatives do not", () => {
  const [one, other] = [large(), large({ data: [1, 1, 1, 1, 1, 1, 1] })];
  one.known?.add([at(2, { used_by: [{ node: "n4", slot: 0, step: 3, partial: 1 }] })]);
  other.known?.follow(one.known as KnownNodes);
  const e = find(other, "n2");
  assert.deepEqual(
    [e?.label, e?.data, e?.inputs[0]?.partial, e?.used_by?.[0]?.partial],
    ["e", 1, null, null],
  );
  assert.equal(other.known?.has(2), false, "it is still to be asked for");
  other.known?.add([at(2)]);
  assert.equal(find(other, "n2")?.inputs[0]?.partial, -3);
});

test("a row of the table does not take away the uses that the inspector asked for", () => {
  const doc = large();
  doc.known?.add([at(2, { used_by: [{ node: "n4", slot: 0, step: 3, partial: 1 }] }), at(4)]);
  doc.known?.add([at(2)]);
  assert.equal(doc.known?.has(2, true), true);
  const e = find(doc, "n2") as GraphNode;
  assert.deepEqual(
    usesOf(doc, e).map((use) => [name(use.target), use.slot, use.share]),
    [["d", 0, -2]],
  );
});

test("numbers alone are shown of a node that was not asked for", () => {
  const node = numbersAlone(large({ grad_states: { fresh: 7 } }), 3);
  assert.deepEqual([node.id, node.data, node.grad, node.grad_state], ["n3", 10, -2, "fresh"]);
});

test("an element of a list is called by its place, and a scope is said in words", () => {
  assert.equal(name(at(2, { label: "", element: "q[5]" })), "q[5]");
  assert.equal(name(at(2, { element: "q[5]" })), "e");
  assert.equal(placeName("for pos[1]/gpt[0]/head[2]"), "pos 2 / gpt / head 3");
  assert.equal(placeName("n[3]/layer0"), "n 4 / layer0");
});

test("rows by number: largest first, equal ones in the order of the graph, those without a number last", () => {
  const numbers = [1, Number.NaN, 3, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  assert.deepEqual(byNumber(numbers, false), [5, 0, 3, 2, 4, 1]);
  assert.deepEqual(byNumber(numbers, true), [4, 2, 0, 3, 5, 1]);
});
