import assert from "node:assert/strict";
import { test } from "node:test";
import { byCall } from "../../static/src/compute/by-call";
import { usesOf } from "../../static/src/compute/uses";
import { graph } from "./graph";

test("shares are added up by the box that they come through", () => {
  const by = (partial: number | null) => [{ node: "n0", partial }];
  const doc = graph([
    { label: "w", data: 1, grad: 9 },
    { label: "p", data: 1, grad: 2, op: "mul", inputs: by(1) },
    { label: "q", data: 1, grad: 3, op: "mul", inputs: by(2) },
    { label: "r", data: 1, grad: 1, op: "mul", inputs: by(1) },
    { label: "s", data: 1, grad: 1, op: "mul", inputs: by(null) },
  ]);
  const [w] = doc.nodes;
  assert.ok(w !== undefined);
  const home: Readonly<Record<number, string>> = { 1: "head", 2: "head", 4: "tail" };
  assert.deepEqual(
    byCall(usesOf(doc, w), (at) => home[at]),
    [
      { box: "tail", uses: 1, share: null },
      { box: "head", uses: 2, share: 8 },
    ],
  );
});
