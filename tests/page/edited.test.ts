import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsLeft, isEdit, sameAround } from "../../static/src/session/edited";
import { graph } from "./graph";

test("an edit shares half of its lines with the program before; another program does not", () => {
  assert.ok(isEdit("a = 1\nb = 2\n", "a = 1\n  b = 2\nc = 3\nd = 4"));
  assert.ok(!isEdit("a = 1\nb = 2\n", "a = 1\nc = 3\nd = 4"));
  assert.ok(!isEdit("", ""));
});

test("what is shown around a value stays around the one of its name", () => {
  const [a, b] = ["a", "b"].map((label) => ({ label, data: 1, grad: 0 }));
  assert.ok(a !== undefined && b !== undefined);
  const around = { node: "n1", hops: 2 };
  assert.deepEqual(sameAround(around, graph([a, b]), graph([b, a])), { node: "n0", hops: 2 });
  assert.equal(sameAround(around, graph([a, b]), graph([a])), null);
  assert.equal(sameAround(around, graph([a, b]), graph([b, b])), null);
  assert.equal(sameAround(null, graph([a]), graph([a])), null);
});

test("groups that are gone are no longer collapsed", () => {
  const layer = { label: "w", data: 1, grad: 0, group: "n/layer0/neuron1" };
  assert.deepEqual(groupsLeft(["n/layer0", "n/layer1"], graph([layer])), ["n/layer0"]);
});
