/** Tasks of lessons: what is right, what is not yet, and what is said of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, meant, predicted, reached, trained } from "../../static/src/lessons/check";
import type { GraphDocument, GraphNode, Task } from "../../static/src/wire/types";

const node = (id: string, label: string, data: number, grad: number, inputs: string[] = []): GraphNode => ({
  id,
  op: inputs.length === 0 ? "leaf" : "add",
  label,
  group: "",
  line: 1,
  file: null,
  data,
  grad,
  grad_state: "fresh",
  passes: 1,
  inputs: inputs.map((each) => ({ node: each, partial: 1 })),
});
const doc = (...nodes: GraphNode[]): GraphDocument => ({
  source: "",
  output: nodes.at(-1)?.id ?? null,
  value: 0,
  result: null,
  structure: "s",
  parameters: [],
  nodes,
  printed: "",
  notices: [],
  reusable: true,
  ran: null,
  own_engine: null,
  frame: null,
  trace: null,
});

const fresh = doc(
  node("n0", "a", 3, 2),
  node("n1", "b", 6, 1, ["n0", "n0"]),
  node("n2", "c", 7, 1, ["n0", "n1"]),
);
const left = doc(
  node("n0", "a", 3, 1),
  node("n1", "b", 6, 1, ["n0", "n0"]),
  node("n2", "c", 7, 1, ["n0", "n1"]),
);
const facts = { fresh, left };
const words = { question: "", hint: "" };

test("a prediction is judged with its tolerance", () => {
  const task = { ...words, kind: "predict", of: { grad: "a" }, within: 0.01 } as const;
  assert.deepEqual(predicted(task, "2", facts), { right: true, text: "Correct: the grad of a is 2." });
  assert.equal(predicted(task, " 2.009 ", facts).right, true);
  assert.equal(predicted(task, "2.02", facts).right, false);
  assert.equal(predicted(task, "−2", facts).text, "Not yet: −2 has the wrong sign.");
  assert.equal(predicted(task, "7", facts).text, "Not yet: 7 is not the grad of a.");
});

test("what is not a number is said to be none", () => {
  const task = { ...words, kind: "predict", of: { data: "b" }, within: 0 } as const;
  for (const typed of ["", "two", "1e999", "nan", "1 2", "6;"])
    assert.deepEqual(predicted(task, typed, facts), { right: false, text: "Write a number, such as −1.5." });
  assert.equal(predicted(task, "6", facts).text, "Correct: b is 6.");
});

test("a leaf is set so that something holds", () => {
  const task = {
    ...words,
    kind: "set",
    leaves: ["a"],
    rule: { near: { grad: "a" }, to: 0, within: 0.5 },
  } as const;
  assert.equal(reached(task, facts).text, "Not yet: the grad of a is 2, and should be 0.");
  assert.equal(reached({ ...task, rule: { ...task.rule, to: 1.6 } }, facts).right, true);
});

test("nodes are chosen: all of them, and no others", () => {
  const uses: Task = { ...words, kind: "choose", rule: { uses: "a" } };
  assert.deepEqual([...meant(facts, uses.rule)], ["n1", "n2"]);
  assert.equal(chosen(uses, new Set(), facts).text, "Choose at least one node.");
  assert.equal(chosen(uses, new Set(["n1"]), facts).text, "Not yet: b is right, and there is one more.");
  assert.equal(chosen(uses, new Set(["n0", "n1", "n2"]), facts).text, "Not yet: a is not one of them.");
  assert.equal(chosen(uses, new Set(["n2", "n1"]), facts).text, "Correct: b and c both use a.");
});

test("a wrong node is one whose grad differs from the fresh one", () => {
  const wrong: Task = { ...words, kind: "choose", rule: { wrong: true } };
  assert.deepEqual([...meant(facts, wrong.rule)], ["n0"]);
  assert.equal(chosen(wrong, new Set(["n0"]), facts).right, true);
  assert.equal(chosen(wrong, new Set(["n1"]), facts).right, false);
  assert.equal(meant({ fresh, left: null }, wrong.rule).size, 0);
});

test("training is over below the line", () => {
  const task = { ...words, kind: "steps", rule: { below: { data: "c" }, than: 7 }, rate: 0.1 } as const;
  assert.equal(trained(task, facts).text, "Not yet: c is 7, and should be below 7.");
  assert.equal(trained({ ...task, rule: { ...task.rule, than: 7.5 } }, facts).right, true);
  const none = { ...task, rule: { below: { data: "nobody" }, than: 7 } };
  assert.equal(trained(none, facts).right, false);
});
