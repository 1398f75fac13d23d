import assert from "node:assert/strict";
import { test } from "node:test";
import { number, readDescent, readDocument } from "../../static/src/document";
import { readProblem } from "../../static/src/problem";

test("non-finite numbers come as words and become numbers", () => {
  assert.ok(Number.isNaN(number("NaN")));
  assert.equal(number("Infinity"), Number.POSITIVE_INFINITY);
  assert.equal(number("-Infinity"), Number.NEGATIVE_INFINITY);
  assert.equal(number(-0.5), -0.5);
});

test("a document's numbers are numbers everywhere", () => {
  const raw = {
    value: "NaN",
    nodes: [
      {
        id: "n0",
        label: "NaN",
        data: "Infinity",
        grad: 0,
        inputs: [
          { node: "n0", partial: "NaN" },
          { node: "n1", partial: null },
        ],
      },
    ],
    notices: [],
    frame: { data: ["NaN", 1], grad: [0, "-Infinity"] },
    trace: [
      { step: 0, node: "n0", upstream: null, partial: null, contribution: 1, before: 0, after: "Infinity" },
    ],
  };
  const doc = readDocument(raw);
  assert.ok(Number.isNaN(doc.value));
  assert.equal(doc.nodes[0]?.label, "NaN");
  assert.equal(doc.nodes[0]?.data, Number.POSITIVE_INFINITY);
  assert.equal(doc.nodes[0]?.inputs[1]?.partial, null);
  assert.equal(doc.frame?.grad[1], Number.NEGATIVE_INFINITY);
  assert.equal(doc.trace?.[0]?.after, Number.POSITIVE_INFINITY);
});

test("parts that were not asked for are null", () => {
  const doc = readDocument({ value: null, nodes: [] });
  assert.deepEqual([doc.value, doc.frame, doc.trace], [null, null, null]);
});

test("a descent keeps its values by name, and what was remembered", () => {
  const optimizer = { kind: "momentum", momentum: 0.9, step: 1, state: { a: { velocity: "-Infinity" } } };
  const raw = { losses: [1, "Infinity"], values: { a: 2 }, frames: [], optimizer, stopped: null };
  const descent = readDescent(raw);
  assert.deepEqual(descent.optimizer.state, { a: { velocity: Number.NEGATIVE_INFINITY } });
  assert.equal(descent.optimizer.step, 1);
  assert.deepEqual(descent.values, { a: 2 });
  assert.equal(descent.losses[1], Number.POSITIVE_INFINITY);
});

test("a problem has its place, and one without a body still has a sentence", () => {
  const raw = {
    code: "unknown-name",
    detail: "No value is named `cc`.",
    hint: "Did you mean `c`?",
    line: 5,
    column: 9,
    end_line: 5,
    end_column: 11,
    names: ["cc"],
  };
  const problem = readProblem(422, raw);
  assert.deepEqual(problem.place, { line: 5, column: 9, endLine: 5, endColumn: 11 });
  assert.deepEqual(problem.names, ["cc"]);
  const blank = readProblem(502, null);
  assert.equal(blank.place, null);
  assert.match(blank.detail, /502/);
});
