/** What a comparison says of each node and box. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { saidOf, wordsOf } from "../../static/src/compare/annotate";
import { marksOf } from "../../static/src/compare/kinds";
import type { CompareDocument } from "../../static/src/wire/schema";

const none = { before: [], after: [] };
/** Before: n0 n1 n2. After: n0 new, n1 n2 n3. One drawing of all: new at 1. */
const found: CompareDocument = {
  equal: false,
  structure: { before: "a", after: "b" },
  nodes: {
    new: ["n1"],
    gone: [],
    other_op: { before: ["n2"], after: ["n3"] },
    other_data: { before: ["n1"], after: ["n2"] },
    other_grad: none,
    same: { before: ["n0"], after: ["n0"] },
  },
  scopes: { new: [], gone: [], moved: [] },
  first_value: null,
  first_grad: null,
  ops: { before: ["+"], after: ["×"] },
  drawings: {
    before: "",
    after: "",
    shared: true,
    before_ids: [0, -1, 1, 2],
    after_ids: [0, 1, 2, 3],
    before_edges: [],
    after_edges: [],
  },
};

test("a node that only one has is marked in both, and has no place of its own in the other", () => {
  const marks = marksOf(found);
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => marks.kind("before", at)),
    [null, "new", "other-data", "other-op"],
  );
  assert.deepEqual([marks.own("before", 1), marks.own("after", 1), marks.drawn("before", 2)], [-1, 1, 3]);
  assert.deepEqual([marks.op("before", 2), marks.op("after", 3), marks.op("after", 0)], ["+", "×", null]);
});

test("drawings apart have their own ids", () => {
  const { drawings } = found;
  assert.ok(drawings !== undefined);
  const marks = marksOf({
    ...found,
    drawings: { ...drawings, shared: false, before_ids: [], after_ids: [] },
  });
  assert.equal(marks.kind("after", 1), "new");
  assert.equal(marks.kind("before", 1), "other-data");
  assert.deepEqual([marks.other("after", 3), marks.other("after", 1), marks.own("after", 3)], [2, -1, 3]);
});

test("a box says how many of it differ, and how where it is one way", () => {
  const marks = marksOf(found);
  assert.deepEqual(wordsOf(saidOf({ members: [0] }, "after", marks)), ["", "the same"]);
  assert.deepEqual(wordsOf(saidOf({ members: [1] }, "after", marks)), ["+ new", "only after"]);
  assert.deepEqual(wordsOf(saidOf({ members: [0, 2] }, "after", marks)), ["≠ 1 differs", "1 differs of 2"]);
  assert.deepEqual(wordsOf(saidOf({ members: [1, 2, 3] }, "after", marks)), ["≠ 3 differ", "3 differ of 3"]);
  assert.equal(saidOf({ members: [1] }, "before", marks).isAbsent, true);
  assert.equal(saidOf({ members: [1, 2] }, "before", marks).isAbsent, false);
});
