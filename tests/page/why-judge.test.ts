/** Whether an attempt is done: each condition alone, met and not met. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDone, type Seen } from "../../static/src/why/judge";
import type { Rule } from "../../static/src/wire/question";

const NODES = [
  { id: "n0", op: "leaf", label: "a", data: 2, grad: 6, grad_state: "fresh", passes: 2, inputs: [] },
  { id: "n1", op: "mul", label: "L", data: Number.NaN, grad: 1, grad_state: "none", passes: 0, inputs: [] },
];
const DOC = { nodes: NODES, frame: null, printed: "slope 12.0\nclose\n", own_engine: { agrees: false } };
const SEEN = { doc: DOC, step: 2, problem: null } as unknown as Seen;

const CASES: readonly (readonly [Rule, Rule])[] = [
  [{ data: { a: [2, 2] } }, { data: { a: [3, null] } }],
  [{ data: { a: [null, 2] } }, { data: { L: [null, null] } }],
  [{ grad: { a: [5, 7] } }, { grad: { L: [0, 2] } }],
  [{ grad: {} }, { grad: { b: [null, null] } }],
  [{ passes: 2 }, { passes: 1 }],
  [{ step: 2 }, { step: 3 }],
  [{ agrees: false }, { agrees: true }],
  [{ printed: "close" }, { printed: "far" }],
  [{ op: "mul" }, { op: "add" }],
  [{ without: "add" }, { without: "mul" }],
];

test("each condition holds where it should, and nowhere else", () => {
  for (const [met, unmet] of CASES) {
    assert.equal(isDone(met, SEEN), true, JSON.stringify(met));
    assert.equal(isDone(unmet, SEEN), false, JSON.stringify(unmet));
    assert.equal(isDone({ ...met, ...unmet }, SEEN), false);
  }
});

test("a program that fails meets only a rule that asks for it", () => {
  const failed = { ...SEEN, problem: "RecursionError: maximum recursion depth exceeded" };
  assert.equal(isDone({ fails: "RecursionError" }, failed), true);
  assert.equal(isDone({ fails: "TypeError" }, failed), false);
  assert.equal(isDone({ data: { a: [2, 2] } }, failed), false);
  assert.equal(isDone({ fails: "RecursionError" }, SEEN), false);
});
