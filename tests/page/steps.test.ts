import assert from "node:assert/strict";
import { test } from "node:test";
import { after, edgesDone, stepCount } from "../../static/src/compute/steps";
import { graph, lecture, step, twice } from "./graph";

test("there is a step for the seed and for every argument that is not a constant", () => {
  assert.equal(stepCount(lecture()), 7);
  assert.equal(stepCount(twice()), 3);
  const half = graph([
    { label: "a", data: 1, grad: 0.5 },
    { label: "", data: 2, grad: 0, op: "constant" },
    {
      label: "b",
      data: 0.5,
      grad: 1,
      op: "div",
      inputs: [
        { node: "n0", partial: 0.5 },
        { node: "n1", partial: null },
      ],
    },
  ]);
  assert.equal(stepCount(half), 2);
});

test("grads that have not begun are not computed", () => {
  const steps = [step(0, "n1", null, 1), step(1, "n0", "n1", 1), step(2, "n0", "n1", 2)];
  const doc = twice();
  assert.deepEqual(
    after(doc, steps, 0).map((node) => node.grad_state),
    ["none", "none"],
  );
  assert.deepEqual(
    after(doc, steps, 2).map((node) => node.grad),
    [1, 1],
  );
  assert.deepEqual(
    after(doc, steps, 3).map((node) => node.grad),
    [2, 1],
  );
  assert.equal(doc.nodes[0]?.grad, 2);
});

test("edges are named by target and slot, the seed has none", () => {
  const steps = [step(0, "n1", null, 1), step(1, "n0", "n1", 1)];
  assert.deepEqual(edgesDone(steps, 1), []);
  assert.deepEqual(edgesDone(steps, 2), ["n1-0"]);
});
