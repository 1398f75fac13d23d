import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accumulated,
  passes,
  standing,
  withFrame,
  withPasses,
  withStaleFrame,
  withStaleGrads,
} from "../../static/src/compute/grads";
import { graph, lecture, withState } from "./graph";

const grads = (doc: ReturnType<typeof lecture>) => doc.nodes.map((node) => node.grad);

test("grads as a whole are pending, fresh, accumulated or stale", () => {
  assert.equal(standing(lecture("none")), "pending");
  assert.equal(standing(lecture("fresh")), "fresh");
  assert.equal(standing(lecture("stale")), "stale");
  const mixed = lecture("fresh");
  const first = { ...lecture("accumulated").nodes[0] };
  assert.equal(
    standing({ ...mixed, nodes: [first as (typeof mixed.nodes)[0], ...mixed.nodes.slice(1)] }),
    "accumulated",
  );
});

test("the grads of a graph that is sent as numbers stand as its frame does", () => {
  const numbers = (data: number[], grad: number[]) => graph([], { frame: { data, grad }, output: "n2" });
  const pending = numbers([1, 2, 3], [0, 0, 0]);
  const fresh = numbers([1, 2, 3], [4, 0, 1]);
  assert.equal(standing(pending), "pending");
  assert.equal(passes(pending), 0);
  assert.equal(standing(fresh), "fresh");
  assert.equal(passes(fresh), 1);
  const moved = withStaleGrads(numbers([5, 6, 7], [0, 0, 0]), fresh);
  assert.deepEqual(moved.frame, { data: [5, 6, 7], grad: [4, 0, 1], state: "stale" });
  assert.equal(standing(moved), "stale");
  assert.equal(standing(withStaleGrads(numbers([5, 6, 7], [0, 0, 0]), pending)), "pending");
  assert.equal(standing(withStaleFrame(pending, { data: [0, 0, 0], grad: [1, 1, 1] })), "stale");
  assert.equal(withStaleFrame(pending, { data: [0], grad: [1] }), pending);
  const twice = withPasses(fresh, 2);
  assert.equal(standing(twice), "accumulated");
  assert.equal(passes(twice), 2);
  assert.equal(withPasses(fresh, 1), fresh);
});

test("a graph that is sent as numbers is stale when the server says so", () => {
  const told = (grad_states: Record<string, number>, passes = 1) =>
    graph([], { frame: { data: [1, 2, 3], grad: [4, 0, 1], grad_states, passes }, output: "n2" });
  assert.equal(standing(told({ fresh: 2, stale: 1 })), "stale");
  assert.equal(standing(told({ fresh: 2, none: 1 })), "stale");
  assert.equal(standing(told({ none: 3 }, 0)), "pending");
  assert.equal(standing(told({ fresh: 2, assigned: 1 })), "fresh");
  const twice = told({ fresh: 2, accumulated: 1 }, 2);
  assert.equal(standing(twice), "accumulated");
  assert.equal(passes(twice), 2);
  const moved = withStaleGrads(told({ none: 3 }, 0), told({ fresh: 3 }));
  assert.equal(standing(moved), "stale");
});

test("a constant without a grad does not make a fresh pass look unfinished", () => {
  const doc = graph([
    { label: "a", data: 1, grad: 2 },
    { label: "", data: 2, grad: 0, op: "constant", grad_state: "none" },
    {
      label: "b",
      data: 2,
      grad: 1,
      op: "mul",
      inputs: [
        { node: "n0", partial: 2 },
        { node: "n1", partial: null },
      ],
    },
  ]);
  assert.equal(standing(doc), "fresh");
});

test("after forward the old grads stay, marked as stale", () => {
  const next = withStaleGrads(withState({ ...lecture(), value: 1 }, "none"), lecture());
  assert.deepEqual(grads(next), grads(lecture()));
  assert.ok(next.nodes.every((node) => node.grad_state === "stale"));
});

test("where there were no grads, or another graph, forward leaves none", () => {
  const next = lecture("none");
  assert.equal(standing(withStaleGrads(next, lecture("none"))), "pending");
  assert.equal(withStaleGrads(next, { ...lecture(), structure: "other" }), next);
  assert.equal(withStaleGrads(next, null), next);
});

test("a pass that is added to changes leaves and nothing else", () => {
  const sum = accumulated(lecture(), lecture());
  assert.deepEqual(grads(sum), [12, -8, -2, -4, -2, 8, 1]);
  assert.equal(passes(sum), 2);
  assert.equal(standing(sum), "accumulated");
});

test("a descent leaves the grads that it used", () => {
  const used = { data: lecture().nodes.map(() => 0), grad: [1, 2, 3, 4, 5, 6, 7] };
  const left = withStaleFrame(lecture("none"), used);
  assert.deepEqual(grads(left), used.grad);
  assert.equal(standing(left), "stale");
});

test("a frame replaces numbers and forgets local derivatives", () => {
  const frame = { data: [1, 2, 3, 4, 5, 6, 7], grad: [7, 6, 5, 4, 3, 2, 1] };
  const moved = withFrame(lecture(), frame, false);
  assert.deepEqual(
    moved.nodes.map((node) => node.data),
    frame.data,
  );
  assert.deepEqual(grads(moved), grads(lecture()));
  assert.equal(moved.value, 7);
  assert.equal(moved.nodes[2]?.inputs[0]?.partial, null);
  assert.deepEqual(grads(withFrame(lecture(), frame, true)), frame.grad);
});
