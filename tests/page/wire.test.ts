import assert from "node:assert/strict";
import { test } from "node:test";
import { advice, readProblem } from "../../static/src/wire/problem";
import { read } from "../../static/src/wire/read";
import { ANSWERS } from "../../static/src/wire/schema";
import type { Descent, GraphDocument, Nudge } from "../../static/src/wire/types";

test("non-finite numbers come as words and become numbers", () => {
  assert.ok(Number.isNaN(read("NaN", 1)));
  assert.equal(read("Infinity", 1), Number.POSITIVE_INFINITY);
  assert.equal(read("-Infinity", 1), Number.NEGATIVE_INFINITY);
  assert.equal(read(-0.5, 1), -0.5);
  assert.equal(read(null, 1), null);
});

test("each call with doubles in its answer is known by its path", () => {
  assert.equal(ANSWERS["/api/v1/evaluate"], "GraphDocument");
  assert.equal(ANSWERS["/api/v1/bugs"], "BugsDocument");
  assert.equal(ANSWERS["/api/v1/descend"], "DescentDocument");
  assert.equal(ANSWERS["/api/v1/nudge"], "NudgeDocument");
  assert.equal(ANSWERS["/api/v1/paths"], "PathsDocument");
  assert.equal(ANSWERS["/api/v1/curve"], "CurveDocument");
});

test("a document's numbers are numbers everywhere, and its texts stay texts", () => {
  const raw = {
    value: "NaN",
    printed: "NaN",
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
    notices: [{ message: "Infinity" }],
    frame: { structure: "s", data: ["NaN", 1], grad: [0, "-Infinity"] },
    trace: [
      { step: 0, node: "n0", upstream: null, partial: null, contribution: 1, before: 0, after: "Infinity" },
    ],
    check: { a: { fd: "NaN", h: 0.1 } },
  };
  const doc = read(raw, "GraphDocument") as GraphDocument & {
    readonly check: { readonly a: { readonly fd: number } };
  };
  assert.ok(Number.isNaN(doc.value));
  assert.equal(doc.printed, "NaN");
  assert.equal(doc.notices[0]?.message, "Infinity");
  assert.equal(doc.nodes[0]?.label, "NaN");
  assert.equal(doc.nodes[0]?.data, Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(doc.nodes[0]?.inputs[0]?.partial));
  assert.equal(doc.nodes[0]?.inputs[1]?.partial, null);
  assert.equal(doc.frame?.grad[1], Number.NEGATIVE_INFINITY);
  assert.equal(doc.trace?.[0]?.after, Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(doc.check.a.fd));
});

test("parts that were not asked for are not made up", () => {
  assert.deepEqual(read({ value: null, nodes: [] }, "GraphDocument"), { value: null, nodes: [] });
});

test("a descent keeps its values by name, and what was remembered", () => {
  const optimizer = { kind: "momentum", momentum: 0.9, step: 1, state: { a: { velocity: "-Infinity" } } };
  const raw = { losses: [1, "Infinity"], values: { a: 2 }, frames: [], optimizer, stopped: null };
  const descent = read(raw, "DescentDocument") as Descent;
  assert.deepEqual(descent.optimizer.state, { a: { velocity: Number.NEGATIVE_INFINITY } });
  assert.equal(descent.optimizer.step, 1);
  assert.deepEqual(descent.values, { a: 2 });
  assert.equal(descent.losses[1], Number.POSITIVE_INFINITY);
});

test("a nudge's slopes, errors and frame are numbers", () => {
  const raw = {
    difference: "NaN",
    abs_error: "Infinity",
    below: null,
    slopes: { left: "-Infinity", right: 2 },
    frame: { structure: "s", data: [1, "NaN"], grad: [0, 1] },
    curve: [{ h: 1, rel_error: "NaN" }],
  };
  const found = read(raw, "NudgeDocument") as Nudge;
  assert.ok(Number.isNaN(found.difference));
  assert.equal(found.abs_error, Number.POSITIVE_INFINITY);
  assert.equal(found.slopes.left, Number.NEGATIVE_INFINITY);
  assert.ok(Number.isNaN(found.frame?.data[1] ?? 0));
  assert.ok(Number.isNaN(found.curve[0]?.rel_error));
  assert.equal(found.below, null);
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
  assert.deepEqual(problem.place, { file: null, line: 5, column: 9, endLine: 5, endColumn: 11 });
  assert.deepEqual(problem.names, ["cc"]);
  const blank = readProblem(502, null);
  assert.equal(blank.place, null);
  assert.match(blank.detail, /502/);
});

test("advice leaves out what only a client of the API can do", () => {
  const of = (hint: string | null): string | null => advice(readProblem(422, { code: "unknown-name", hint }));
  assert.equal(of("Did you mean `c`? Or give it a number in `values`."), "Did you mean `c`?");
  assert.equal(of("Did you mean `values`? Or give it a number in `values`."), "Did you mean `values`?");
  assert.equal(of("Assign it first, or give it a number in `values`."), "Assign it first.");
  assert.equal(of("Draw one of the `views`; the numbers are complete without a picture."), null);
  assert.equal(of("A leaf is made with `Value(…)`."), "A leaf is made with `Value(…)`.");
  assert.equal(of(null), null);
});
