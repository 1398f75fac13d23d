// Practise's own arithmetic: what an answer is, what a wrong one forgot, what a link may say, what a bug did.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Diagnosis, diagnose } from "../../static/src/practise/diagnosis";
import { feedback, hintsOf } from "../../static/src/practise/feedback";
import { readPractice } from "../../static/src/practise/kept";
import {
  type Attempt,
  agrees,
  isAnswer,
  type Question,
  questions,
  score,
  settled,
  typed,
} from "../../static/src/practise/quiz";
import { rows, verdict, wrongEdges } from "../../static/src/practise/verdict";
import type { BrokenStep, BugAnswer, GraphDocument, Step } from "../../static/src/wire/types";
import { graph, lecture, twice } from "./graph";

/** The steps that the engine would take through a document: reverse order, slots ascending. */
function traceOf(doc: GraphDocument): Step[] {
  const grads = doc.nodes.map(() => 0);
  const last = doc.nodes.length - 1;
  grads[last] = 1;
  const none = { from: null, slot: null, upstream: null, partial: null, rule: null };
  const steps: Step[] = [{ step: 0, node: `n${last}`, ...none, contribution: 1, before: 0, after: 1 }];
  for (let i = last; i >= 0; i -= 1) {
    doc.nodes[i]?.inputs.forEach((input, slot) => {
      if (input.partial === null) return;
      const j = Number(input.node.slice(1));
      const [upstream, before] = [grads[i] ?? 0, grads[j] ?? 0];
      const contribution = upstream * input.partial;
      grads[j] = before + contribution;
      const { partial } = input;
      const after = before + contribution;
      const made = { node: input.node, from: `n${i}`, slot, upstream, partial, contribution, before, after };
      steps.push({ step: steps.length, ...made, rule: "∂" });
    });
  }
  return steps;
}

const by = (id: number, partial: number) => ({ node: `n${id}`, partial });

/** a = −2, b = 3, d = a·b, e = a + b, f = d·e: two uses of each leaf. */
const shared = (): GraphDocument =>
  graph([
    { label: "a", data: -2, grad: -3 },
    { label: "b", data: 3, grad: -8 },
    { label: "d", data: -6, grad: 1, op: "mul", inputs: [by(0, 3), by(1, -2)] },
    { label: "e", data: 1, grad: -6, op: "add", inputs: [by(0, 1), by(1, 1)] },
    { label: "f", data: -6, grad: 1, op: "mul", inputs: [by(2, 1), by(3, -6)] },
  ]);

function ask(doc: GraphDocument, label: string): Question {
  const found = questions(doc, traceOf(doc)).find(({ node }) => node.label === label);
  assert.ok(found, label);
  return found;
}

const kind = (question: Question, answer: number): Diagnosis["kind"] => diagnose(question, answer).kind;

test("grads are asked for in reverse topological order, as a pass completes them", () => {
  const order = (doc: GraphDocument) => questions(doc, traceOf(doc)).map(({ node }) => node.label);
  assert.deepEqual(order(lecture()), ["d", "f", "e", "c", "a", "b"]);
  assert.deepEqual(order(shared()), ["d", "e", "a", "b"]);
  for (const each of questions(shared(), traceOf(shared()))) assert.equal(each.grad, each.node.grad);
});

test("answers are read as people type them", () => {
  const read: readonly (readonly [string, number])[] = [
    ["-3", -3],
    ["−3", -3],
    [" +4 ", 4],
    ["1/3", 1 / 3],
    ["−1/4", -0.25],
    ["0.5", 0.5],
    [".5", 0.5],
    ["0,5", 0.5],
    ["1e-3", 0.001],
    ["1e−3", 0.001],
    ["inf", Number.POSITIVE_INFINITY],
    ["-∞", Number.NEGATIVE_INFINITY],
  ];
  for (const [text, value] of read) assert.equal(typed(text), value, text);
  for (const text of ["", " ", "three", "3x", "--3", "1/0", "1/2/3", "1 2", "0x10", "2*3", "-", "1e"])
    assert.equal(typed(text), null, text);
});

test("an answer within 1 % is right, 0 only for 0, nan only where the grad is nan", () => {
  assert.ok(agrees(0.33, 1 / 3));
  assert.ok(agrees(-2.019, -2));
  assert.ok(!agrees(-2.03, -2));
  assert.ok(!agrees(2, -2));
  assert.ok(agrees(0, 0) && agrees(-0, 0) && !agrees(1e-9, 0));
  assert.ok(agrees(Number.NaN, Number.NaN) && !agrees(1, Number.NaN) && !agrees(1, Number.POSITIVE_INFINITY));
  assert.ok(!isAnswer(ask(lecture(), "a"), "nan"));
});

test("a forgotten factor is told by which one is there", () => {
  const a = ask(lecture(), "a"); // −2 × −3 = 6
  assert.equal(kind(a, -3), "forgot-upstream");
  assert.equal(kind(a, -2), "forgot-partial");
  assert.equal(kind(a, -6), "sign");
  assert.equal(kind(a, -5), "added");
  assert.equal(kind(a, 7), "unknown");
});

test("with several uses it is told which of them is missing", () => {
  const a = ask(shared(), "a"); // by e: −6 × 1 = −6, by d: 1 × 3 = 3
  const one = diagnose(a, -6);
  assert.ok(one.kind === "forgot-use");
  assert.deepEqual(
    [one.has, one.misses].map((shares) => shares.map(({ from }) => from.label)),
    [["e"], ["d"]],
  );
  assert.equal(kind(a, 3), "sign"); // the sign comes first in the order that is asked about
  assert.equal(kind(a, -18), "multiplied");
  assert.equal(kind(a, -5), "forgot-partial"); // −6 + 1, all local derivatives forgotten
  assert.equal(kind(a, 4), "forgot-upstream"); // 1 + 3
  assert.equal(kind(a, -1), "added");
});

test("a factor of 1 is not called forgotten", () => {
  const a = ask(twice(), "a"); // 1 × 1 twice
  const found = diagnose(a, 1);
  assert.ok(found.kind === "forgot-use");
  assert.equal(found.misses.length, 1);
});

test("a wrong answer to each kind is said in full, and the grad is never told", () => {
  const a = ask(lecture(), "a");
  const said = (question: Question, answer: number) => feedback(question, answer, diagnose(question, answer));
  assert.equal(said(a, -3).title, "Not yet: one factor is missing");
  assert.equal(said(a, -3).text, "−3 is ∂e/∂a, the local derivative. You forgot to multiply by `grad of e`.");
  assert.deepEqual(
    said(a, -3).boxes.map(({ state, value, sign }) => [sign, state, value]),
    [
      ["", "gap", null],
      ["×", "have", "−3"],
      ["=", "plain", null],
    ],
  );
  assert.equal(
    said(a, -2).text,
    "−2 is grad of e, the upstream grad. You forgot to multiply by `∂e/∂a`, the local derivative.",
  );
  assert.match(said(a, -6).text, /right size and the wrong sign/);
  const b = ask(shared(), "b");
  assert.equal(
    said(b, -2).text,
    "−2 is the share of the use by `d`. `b` is also used by `e`. The grad is the sum over all uses.",
  );
  assert.match(said(b, 12).title, /multiplied where it should add/);
  const slots = said(ask(twice(), "a"), 1);
  assert.match(slots.text, /`b` as argument 1/);
  for (const answer of [-3, -2, -6, -5, 7])
    for (const box of said(a, answer).boxes) assert.notEqual(box.value, "6");
});

test("hints reveal one factor at a time: the local derivative, then the upstream grad", () => {
  const texts = (count: number) => hintsOf(ask(shared(), "a"), count).map(({ text }) => text);
  assert.deepEqual(texts(0), []);
  assert.deepEqual(texts(1), ["∂e/∂a = 1, by the rule ∂"]);
  assert.deepEqual(texts(2)[1], "grad of e = −6");
  assert.deepEqual(texts(4).slice(2), ["∂d/∂a = 3, by the rule ∂", "grad of d = 1"]);
});

const attempt = (tries: readonly string[], hints = 0, isRevealed = false): Attempt => ({
  tries,
  hints,
  isRevealed,
});

test("score and streak: a later try, a hint and a reveal end a streak", () => {
  const asked = questions(lecture(), traceOf(lecture())); // d −2, f 4, e −2, c −2, a 6, b −4
  const given = [
    attempt(["-2"]),
    attempt(["4"]),
    attempt(["1", "-2"]),
    attempt(["-2"], 1),
    attempt([], 0, true),
  ];
  assert.deepEqual(score(asked, given), { found: 4, revealed: 1, firstTries: 3, streak: 0, best: 2 });
  assert.equal(score(asked, [...given, attempt(["-4"])]).streak, 1);
  assert.deepEqual(score(asked, []), { found: 0, revealed: 0, firstTries: 0, streak: 0, best: 0 });
});

test("attempts that a link brings are judged again", () => {
  const asked = questions(lecture(), traceOf(lecture()));
  const kept = settled(asked, [
    attempt(["three", "-4", "-2", "9"]),
    attempt(["5"], 99, false),
    attempt(["-2"]),
  ]);
  assert.deepEqual(kept, [attempt(["-4", "-2"]), attempt(["5"], 2)]);
  assert.deepEqual(settled(asked, [attempt(["-2"], 0, true)]), [attempt(["-2"])]);
});

test("what a link says is checked", () => {
  assert.deepEqual(readPractice(undefined), { attempts: [], lab: null, isLabFirst: false });
  const good = { attempts: [attempt(["-2"], 1)], lab: { source: "a", bugs: ["assign"] } };
  assert.deepEqual(readPractice(good)?.attempts, good.attempts);
  assert.deepEqual(readPractice(good)?.lab?.bugs, ["assign"]);
  assert.equal(readPractice({ ...good, isLabFirst: true })?.isLabFirst, true);
  assert.equal(readPractice({ attempts: [], isLabFirst: true })?.isLabFirst, false);
  const bad: readonly unknown[] = [
    null,
    [],
    {},
    { attempts: [{}] },
    { attempts: [{ ...attempt([]), hints: -1 }] },
    { attempts: [{ ...attempt([]), tries: [1] }] },
    { attempts: [{ ...attempt(["x".repeat(41)]) }] },
    { attempts: [], lab: { source: 1, bugs: [] } },
    { attempts: [], lab: { source: "", bugs: ["typo"] } },
    { attempts: [], lab: { source: "", bugs: [], values: { a: null } } },
  ];
  for (const raw of bad) assert.equal(readPractice(raw), null, JSON.stringify(raw));
});

function answerOf(doc: GraphDocument, bugs: BugAnswer["bugs"], trace: readonly BrokenStep[]): BugAnswer {
  const grad = doc.nodes.map((node) => trace.filter((step) => step.node === node.id).at(-1)?.after ?? 0);
  const right = doc.nodes.map((node) => node.grad);
  const wrong = doc.nodes.flatMap((node, index) =>
    grad[index] === node.grad
      ? []
      : [{ node: node.id, name: node.label, got: grad[index] ?? 0, should_be: node.grad, step: 0 }],
  );
  return {
    output: doc.output ?? "",
    notices: [],
    structure: "s",
    bugs,
    passes: 1 + Math.max(...trace.map((step) => step.pass)),
    compared: doc.nodes.length,
    wrong,
    alone: Object.fromEntries(bugs.map((bug) => [bug, wrong.length])),
    frame: { structure: "s", data: [], grad },
    right: { structure: "s", data: [], grad: right },
    trace,
  };
}

/** Each use overwrites, as the engine's broken loop does where upstream grads stay right. */
function assigning(doc: GraphDocument): BugAnswer {
  const held = new Map<string, number>();
  const steps = traceOf(doc).map((step): BrokenStep => {
    const before = held.get(step.node) ?? 0;
    held.set(step.node, step.contribution);
    return { ...step, pass: 0, before, after: step.contribution };
  });
  return answerOf(doc, ["assign"], steps);
}

test("= instead of +=: the verdict names the values, the uses and the order", () => {
  const [doc, answer] = [shared(), assigning(shared())];
  const told = verdict(doc, answer, traceOf(doc));
  assert.equal(told.title, "`a` and `b` come out wrong.");
  assert.equal(
    told.text,
    "Both are used by `e` and by `d`. The pass reaches `e` first, then `d` overwrites what `e` left. For `a` even the sign flips.",
  );
  const found = rows(answer, traceOf(doc));
  assert.deepEqual(
    found.map(({ shares }) => shares.map(({ got, isLost }) => [got, isLost])),
    [
      [
        [-6, true],
        [3, false],
      ],
      [
        [-6, true],
        [-2, false],
      ],
    ],
  );
  assert.deepEqual([...wrongEdges(found)].sort(), ["n3-0", "n3-1"]);
});

test("a value used twice by one node", () => {
  const [doc, answer] = [twice(), assigning(twice())];
  const { title, text } = verdict(doc, answer, traceOf(doc));
  assert.equal(title, "`a` comes out wrong.");
  assert.equal(text, "`b` uses `a` more than once, and each use overwrites the one before.");
});

test("a bug that does no harm says why", () => {
  const doc = lecture();
  const trace = traceOf(doc);
  const none = (bugs: BugAnswer["bugs"], of = doc) =>
    verdict(
      of,
      answerOf(
        of,
        bugs,
        traceOf(of).map((step) => ({ ...step, pass: 0 })),
      ),
      traceOf(of),
    );
  assert.equal(none(["assign"]).text, "Every value is used once, so `=` and `+=` agree.");
  assert.equal(
    none(["depth_first"]).text,
    "Every value is used once, so any order from uses to inputs agrees.",
  );
  assert.match(none(["depth_first"], shared()).text, /Only leaves are used more than once/);
  assert.equal(none([]).title, "Nothing is broken.");
  assert.equal(trace.length, 7);
});
