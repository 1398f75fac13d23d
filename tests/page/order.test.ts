import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, chain, dueOf, orderOf } from "../../static/src/drawing/order";
import { boxes } from "./boxes";

const gpt = boxes(
  [
    { id: "x", members: [0, 1] },
    { id: "q", in: "head", members: [2, 3] },
    { id: "out", in: "head", members: [6] },
    { id: "k", in: "gpt", members: [4, 5], docks: [[20, 21]] },
    { id: "mlp", in: "gpt", members: [7, 8] },
    { id: "loss", members: [9], docks: [[21]] },
  ],
  ["x>gpt", "x>head", "k>head", "q>out", "out>mlp", "head>mlp", "mlp>loss", "gpt>loss"],
  [["gpt"], ["head", "gpt"]],
);

test("boxes come in reverse topological order, those of a frame together", () => {
  const { ids, runs } = orderOf(gpt);
  assert.deepEqual(ids, ["loss", "mlp", "out", "q", "k", "x"]);
  assert.deepEqual(runs, [
    { frame: "gpt", from: 1, to: 1 },
    { frame: "head", from: 2, to: 3 },
    { frame: "gpt", from: 4, to: 4 },
  ]);
});

test("of two whose users are done, the one that was made last goes first", () => {
  const { ids } = orderOf(
    boxes(
      [
        { id: "a", members: [0, 7] },
        { id: "b", members: [5] },
        { id: "c", members: [8] },
      ],
      ["a>b", "b>c", "a>c"],
    ),
  );
  assert.deepEqual(ids, ["c", "b", "a"], "a was made last but is used by b");
});

test("a circle of boxes is gone through once", () => {
  const round = boxes(
    [
      { id: "a", members: [1] },
      { id: "b", members: [2] },
    ],
    ["a>b", "b>a"],
  );
  assert.deepEqual(orderOf(round).ids, ["b", "a"]);
});

test("an edge into a frame joins what lies next to each other", () => {
  assert.deepEqual(chain(gpt, "q"), ["q", "head", "gpt"]);
  assert.deepEqual(apart(gpt, { from: "q", to: "loss" }), ["gpt", "loss"]);
  assert.deepEqual(apart(gpt, { from: "k", to: "q" }), ["k", "head"]);
});

test("a grad is whole when the box that holds it had its turn, a docked leaf's when the last that reads it had", () => {
  const due = dueOf(gpt, orderOf(gpt), 30);
  assert.equal(due[9], 1);
  assert.equal(due[6], 3);
  assert.equal(due[0], 6);
  assert.equal(due[20], 5);
  assert.equal(due[21], 5, "loss reads it too, before k");
  assert.equal(due[25], -1);
});
