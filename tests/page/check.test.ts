/** Tasks of lessons: what is right, what is not yet, and what is said of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreed, bounded, chosen, meant, predicted, reached, trained } from "../../static/src/lessons/check";
import { addressOf, numberOf, solvedIn, withProgress } from "../../static/src/lessons/progress";
import { at, snapped, zeros } from "../../static/src/lessons/samples";
import { fraction, written } from "../../static/src/lessons/written";
import type { GraphDocument, GraphNode, Task } from "../../static/src/wire/types";
import { graph } from "./graph";

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
const doc = (...nodes: GraphNode[]): GraphDocument =>
  graph([], { output: nodes.at(-1)?.id ?? null, value: 0, nodes });

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
const words = { question: "", hint: "", why: "Because.", mistakes: [] };

test("a prediction is judged with its tolerance", () => {
  const task = { ...words, kind: "predict", of: { grad: "a" }, within: 0.01 } as const;
  assert.deepEqual(predicted(task, "2", facts), {
    right: true,
    text: "Correct: the grad of a is 2.",
    more: "Because.",
  });
  assert.equal(predicted(task, " 2.009 ", facts).right, true);
  assert.equal(predicted(task, "2.02", facts).right, false);
  assert.equal(predicted(task, "−2", facts).text, "Not yet: −2 has the wrong sign.");
  assert.equal(predicted(task, "7", facts).text, "Not yet: 7 is not the grad of a.");
});

test("what is not a number is said to be none", () => {
  const task = { ...words, kind: "predict", of: { data: "b" }, within: 0 } as const;
  for (const typed of ["", "two", "1e999", "nan", "1 2", "6;"])
    assert.deepEqual(predicted(task, typed, facts), {
      right: false,
      text: "Write a number, such as 0.5 or 2/3.",
    });
  assert.equal(predicted(task, "6", facts).text, "Correct: b is 6.");
});

test("a leaf is set so that something holds", () => {
  const task = {
    ...words,
    kind: "set",
    leaves: ["a"],
    rule: { near: { grad: "a" }, to: 0, within: 0.5 },
  } as const;
  assert.equal(reached(task, facts).text, "Not yet: the slope at a = 3 is 2. It should be 0.");
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

test("a usual mistake is named", () => {
  const mistakes = [
    { value: 3, text: "That is a itself." },
    { nodes: ["a"], text: "That is the input." },
  ];
  const task = { ...words, mistakes, kind: "predict", of: { grad: "a" }, within: 0.01 } as const;
  assert.equal(predicted(task, "3", facts).more, "That is a itself.");
  assert.equal(predicted(task, "9", facts).more, undefined);
  const uses = { ...words, mistakes, kind: "choose", rule: { uses: "a" } } as const;
  assert.equal(chosen(uses, new Set(["n0"]), facts).more, "That is the input.");
});

test("fractions and decimal commas are numbers", () => {
  for (const text of ["2/3", " 2 / 3 ", "4/6"]) assert.equal(written(text), 2 / 3);
  assert.equal(written("0,667"), 0.667);
  assert.equal(written(".67"), 0.67);
  assert.equal(written("−1/4"), -0.25);
  for (const text of ["", "1/0", "1/2/3", "x", "1,000.5", "/2"]) assert.equal(written(text), null, text);
  assert.equal(fraction(2 / 3), "2/3");
  assert.equal(fraction(0.67), null);
});

test("leaves are moved until a number is small or large enough", () => {
  const task = {
    ...words,
    kind: "reach",
    leaves: ["a"],
    sliders: { from: -1, to: 1, step: 0.1 },
    rule: { below: { data: "c" }, than: 1 },
  } as const;
  assert.match(bounded(task, facts).more ?? "", /largest grad is that of a, 2: make a smaller/);
  assert.equal(bounded({ ...task, rule: { above: { data: "c" }, than: 1 } }, facts).right, true);
});

test("every score with a grad is meant", () => {
  const some = doc(node("n0", "p", 1, 0), node("n1", "q", 1, 2), node("n2", "r", 1, 1, ["n0", "n1"]));
  assert.deepEqual([...meant({ fresh: some, left: null }, { nonzero: true, among: "leaves" })], ["n1"]);
});

test("a class agrees, or the first difference is said", () => {
  const task = { ...words, kind: "write" } as const;
  assert.equal(agreed(task, facts).right, false);
  const own = {
    class: "Value",
    line: 1,
    file: null,
    agrees: true,
    checked: 5,
    fast: false,
    operations: [],
    findings: [],
  };
  assert.equal(agreed(task, { fresh: { ...fresh, own_engine: own }, left: null }).right, true);
});

test("progress is in the address", () => {
  assert.equal(withProgress(4, [7, 1, 2, 3]), "#04&solved=1-3,7");
  assert.equal(withProgress(4, []), addressOf(4));
  assert.deepEqual([...solvedIn("#04&solved=1-3,7")], [1, 2, 3, 7]);
  assert.deepEqual([...solvedIn("#04")], []);
  assert.equal(numberOf("#04&solved=1-3,7"), 4);
  assert.equal(numberOf("#1.AAAA"), null);
  assert.equal(solvedIn("#1&solved=1-99999999").size, 999);
});

test("between samples the curve is exact for a parabola, and its flat place is 2/3", () => {
  const x = Array.from({ length: 601 }, (_, k) => -2 + k / 100);
  const line = {
    x,
    value: x.map((each) => 3 * each ** 2 - 4 * each + 5),
    grad: x.map((each) => 6 * each - 4),
  };
  assert.deepEqual(zeros(line), [2 / 3]);
  const there = at(line, 2 / 3);
  assert.ok(Math.abs(there.value - 11 / 3) < 1e-9);
  assert.equal(there.grad, 0);
  assert.equal(snapped(0.7, zeros(line), 111), 2 / 3);
  assert.equal(snapped(1.98, zeros(line), 111), 2);
});
