import assert from "node:assert/strict";
import { test } from "node:test";
import {
  departure,
  firstDeparture,
  isWrong,
  partialOf,
  righted,
  rightedSteps,
} from "../../static/src/compute/own";
import {
  absent,
  agreement,
  blameless,
  calm,
  caseWords,
  examined,
  isWrongCase,
  likeness,
  numbersWords,
  offer,
  title,
  verdictWords,
  wrongWords,
} from "../../static/src/explore/check/words";
import { BackwardFrames } from "../../static/src/session/pass-frames";
import { actionSentence, plain, stepSentence } from "../../static/src/session/sentence";
import { createSession } from "../../static/src/session/session";
import type { Finding, GraphDocument, Operation, OwnEngine, Step } from "../../static/src/wire/types";
import { graph } from "./graph";

/** x = 2, p = x ** 3, L = p + x, in a class whose power adds 24 where 12 is right. */
function power(): GraphDocument & { readonly trace: readonly Step[] } {
  const by = (id: number, partial: number) => ({ node: `n${id}`, partial });
  const doc = graph([
    { label: "x", data: 2, grad: 25, expected_grad: 13 },
    { label: "p", data: 8, grad: 1, op: "pow", inputs: [by(0, 12)] },
    { label: "L", data: 10, grad: 1, op: "add", inputs: [by(1, 1), by(0, 1)] },
  ]);
  return {
    ...doc,
    trace: [
      use("n2", null, 1, { want: 1 }),
      use("n1", "n2", 1, { want: 1, partial: 1, upstream: 1 }),
      use("n0", "n2", 1, { want: 1, slot: 1, partial: 1, upstream: 1 }),
      use("n0", "n1", 24, { want: 12, partial: 12, upstream: 1, before: 1, after: 25 }),
    ],
  };
}

function use(node: string, from: string | null, contribution: number, more: Partial<Step> = {}): Step {
  return {
    step: 0,
    node,
    from,
    slot: from === null ? null : 0,
    upstream: null,
    partial: null,
    contribution,
    before: 0,
    after: contribution,
    rule: null,
    ...more,
  };
}

test("a step is as it should be, or says how it departs", () => {
  const sum = { partial: 3, upstream: 2, before: 1 };
  assert.equal(departure(use("n0", "n1", 6, { ...sum, after: 7 })), null, "not of an own engine");
  assert.equal(departure(use("n0", "n1", 6, { ...sum, after: 7, want: 6 })), null);
  assert.equal(departure(use("n0", "n1", 6, { ...sum, after: 7 + 1e-10, want: 6 })), null);
  assert.deepEqual(departure(use("n0", "n1", 5, { ...sum, after: 6, want: 6 })), {
    kind: "replaced",
    right: 7,
  });
  assert.deepEqual(departure(use("n0", "n1", 4, { ...sum, after: 5, want: 6 })), { kind: "other", right: 6 });
  assert.deepEqual(departure(use("n0", "n1", 6, { ...sum, after: 7, want: 9 })), {
    kind: "inherited",
    want: 9,
  });
  assert.deepEqual(departure(use("n0", "n1", 6, { ...sum, after: 7, want: null })), { kind: "extra" });
  assert.equal(departure(use("n0", null, 0, { want: null })), null);
});

test("numbers that are not finite depart from those that are, and not from themselves", () => {
  const step = use("n0", "n1", Number.NaN, { partial: Number.NaN, upstream: 1, after: Number.NaN });
  assert.equal(departure({ ...step, want: Number.NaN }), null);
  assert.equal(departure({ ...step, partial: 2, want: 2 })?.kind, "other");
});

test("the local derivative that was used is what the share is of the upstream grad", () => {
  const wrong = use("n0", "n1", 48, { partial: 12, upstream: 2, before: 1, after: 49, want: 24 });
  assert.equal(partialOf(wrong), 24);
  assert.equal(partialOf({ ...wrong, contribution: 24, after: 25 }), null, "right");
  assert.equal(partialOf({ ...wrong, upstream: 0, want: 0 }), null, "no grad to divide by");
  assert.equal(partialOf({ ...wrong, after: 24, contribution: 23 }), null, "replaced");
});

test("the first step that departs is found", () => {
  assert.equal(firstDeparture(power().trace), 4);
  assert.equal(firstDeparture(power().trace.slice(0, 3)), null);
});

test("the sentence of a step says what happened and what should have", () => {
  const doc = power();
  const said = doc.trace.map((step) => plain(stepSentence(doc, step)));
  assert.equal(said[2], "grad of x += grad of L × ∂L/∂x = 1 × 1 = 1");
  assert.equal(said[3], "grad of x += 24. It should be grad of p × ∂p/∂x = 1 × 12 = 12");
  const replaced = { ...doc.trace[3], contribution: 11, after: 12 } as Step;
  assert.equal(
    plain(stepSentence(doc, replaced)),
    "grad of x = grad of p × ∂p/∂x = 1 × 12 = 12. It should be added: 1 + 12 = 13",
  );
  const inherited = { ...doc.trace[3], contribution: 12, after: 13, want: 6 } as Step;
  assert.equal(plain(stepSentence(doc, inherited)), "grad of x += grad of p × ∂p/∂x = 1 × 12 = 12. Right: 6");
  assert.equal(
    plain(stepSentence(doc, use("n0", null, 3, { want: null }))),
    "grad of x += 3. Nothing should be added here.",
  );
});

test("after a run it is said how many grads are wrong", () => {
  assert.equal(plain(actionSentence(power(), { kind: "read" })), "3 values, L = 10. 1 grad is wrong.");
});

test("a grad is called wrong once its last step is done, and not before", () => {
  const doc = power();
  const frames = new BackwardFrames(doc);
  const wrong = (count: number): boolean => isWrong(frames.at(doc.trace, count)[0] ?? assert.fail());
  assert.deepEqual([0, 2, 3, 4, 3, 4].map(wrong), [false, false, false, true, false, true]);
});

test("the right grads take the place of theirs, with the steps that lead to them", () => {
  const doc = power();
  const x = doc.nodes[0] ?? assert.fail();
  const node = righted(x, 25);
  assert.deepEqual([node.grad, node.theirs, isWrong(node)], [13, 25, false]);
  assert.equal(righted(x, 25), node, "the same node, so that nothing is drawn twice");
  const steps = rightedSteps(doc.trace);
  assert.deepEqual(
    steps.map(({ before, after, contribution }) => [before, after, contribution]),
    [
      [0, 1, 1],
      [0, 1, 1],
      [0, 1, 1],
      [1, 13, 12],
    ],
  );
  assert.equal(firstDeparture(steps), null);
});

test("one switch turns cards, table and steps between theirs and the right ones, and back", () => {
  const { document, ownGrads, playback } = createSession({ draws: false });
  document.doc.value = power();
  const x = () => playback.nodes.value[0] ?? assert.fail();
  assert.equal(playback.total.value, 4, "the steps of their pass");
  assert.equal(playback.firstDeparts.value, 4);
  assert.equal(x().grad, 25);
  ownGrads.value = "right";
  assert.deepEqual([x().grad, x().theirs], [13, 25]);
  playback.goTo(4);
  assert.deepEqual([x().grad, x().theirs, playback.current.value?.contribution], [13, 25, 12]);
  assert.equal(playback.firstDeparts.value, 4, "still said in the title");
  ownGrads.value = "theirs";
  assert.deepEqual([x().grad, x().expected_grad, playback.current.value?.contribution], [25, 13, 24]);
});

const finding = (more: Partial<Finding> = {}): Finding => ({
  node: "n0",
  line: 37,
  file: null,
  method: "__pow__",
  op: "pow",
  slot: 0,
  got: 24,
  want: 12,
  like: null,
  message: "`__pow__` adds 24.0 to the grad of `x`. It should add 12.0.",
  fix: null,
  ...more,
});

const operation = (op: string, more: Partial<Operation> = {}): Operation => ({
  op,
  method: "__add__",
  line: 3,
  file: null,
  forward: "right",
  derivative: "right",
  cases: 4,
  wrong: 0,
  through: null,
  tried: [],
  ...more,
});

test("findings have a title, and a known mistake is named", () => {
  assert.equal(title(finding()), "A derivative is wrong");
  assert.equal(title(finding({ op: null, slot: null })), "The backward pass is wrong");
  assert.equal(title(finding({ like: "overwrites" })), "Grads are overwritten");
  assert.equal(
    likeness(finding({ like: "overwrites" })),
    "These are exactly the grads of a backward that overwrites instead of adding.",
  );
  assert.equal(likeness(finding()), null);
});

test("the cases of a wrong operation are theirs beside what is right", () => {
  const one = { inputs: [2, 3], data: 8, want: 8, grads: [24], slopes: [12] };
  const other = { inputs: [1, -1], data: 1, want: 1, grads: [-1], slopes: [-1.000001] };
  const power = operation("a ** n", {
    method: "__pow__",
    derivative: "wrong",
    wrong: 1,
    cases: 2,
    tried: [one, other],
  });
  const engine: OwnEngine = {
    class: "Value",
    line: 1,
    file: null,
    agrees: false,
    checked: 8,
    fast: false,
    operations: [operation("a + b"), operation("-a", { forward: "wrong", tried: [one] }), power],
    findings: [finding()],
  };
  assert.equal(examined(engine, finding())?.op, "a ** n");
  assert.equal(examined(engine, null)?.op, "-a");
  assert.equal(examined({ ...engine, operations: [operation("a + b")] }, finding()), null);
  assert.equal(caseWords(power, one), "a = 2, n = 3");
  assert.equal(caseWords(operation("2 - a"), { ...one, inputs: [0.5] }), "a = 0.5");
  assert.deepEqual([isWrongCase(one, "derivative"), isWrongCase(one, "forward")], [true, false]);
  assert.equal(isWrongCase(other, "derivative"), false, "as close as a slope is known");
  assert.equal(isWrongCase({ ...one, data: null }, "forward"), true);
  assert.deepEqual([numbersWords([3, -0.5]), numbersWords(null)], ["3, −0.5", "none"]);
});

test("an operation is right, wrong, wrong through another one, or not there", () => {
  assert.equal(verdictWords(operation("a + b"), "derivative"), "right");
  const wrong = operation("a ** n", { derivative: "wrong", wrong: 3 });
  assert.equal(verdictWords(wrong, "derivative"), "3 of 4 wrong");
  assert.equal(verdictWords(wrong, "forward"), "right");
  const division = operation("a / b", { derivative: "wrong", wrong: 4, through: "a ** n" });
  assert.equal(verdictWords(division, "derivative"), "wrong, through a ** n");
  assert.equal(verdictWords(operation("2 - a", { derivative: "missing" }), "derivative"), "not written");
  const engine = {
    class: "Value",
    line: 1,
    file: null,
    agrees: false,
    checked: 1,
    fast: false,
    findings: [],
    operations: [wrong, division],
  };
  assert.equal(blameless(engine), "`a / b`: wrong only because of `a ** n`.");
  assert.equal(blameless({ ...engine, operations: [wrong] }), null);
  assert.equal(
    agreement({ ...engine, agrees: true, checked: 12 }),
    "Your `Value`: 12 uses of the chain rule compared, all right.",
  );
});

test("an operation that is wrong and not used is said to be so, where the grads are right", () => {
  const wrong = operation("a ** n", { derivative: "wrong", wrong: 3 });
  const engine = {
    class: "Value",
    line: 1,
    file: null,
    agrees: false,
    checked: 4,
    fast: false,
    findings: [],
    operations: [operation("a + b"), wrong, operation("a / b", { derivative: "wrong", through: "a ** n" })],
  };
  assert.equal(wrongWords(engine, 0, 3), "1 operation wrong");
  assert.equal(offer(engine), "Show the operation");
  assert.match(calm(engine), /^The grads of this program are right: 4 uses /);
  const found = { ...engine, findings: [finding(), finding()] };
  assert.equal(wrongWords(found, 2, 3), "2 of 3 grads wrong");
  assert.equal(wrongWords(found, 0, 3), "2 findings");
  assert.equal(offer(found), "Show the 2 findings");
  const right = {
    ...engine,
    agrees: true,
    operations: [operation("a + b"), operation("-a", { forward: "missing" })],
  };
  assert.equal(offer(right), "Show its operation");
  assert.equal(absent(right), "Not in your class: `-a`.");
  assert.equal(absent(engine), null);
});
