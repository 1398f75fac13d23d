import assert from "node:assert/strict";
import { test } from "node:test";
import { actionSentence, plain, stepSentence } from "../../static/src/session/sentence";
import { lecture } from "./graph";

const last = {
  step: 5,
  node: "n0",
  from: "n2",
  slot: 0,
  upstream: -2,
  partial: -3,
  contribution: 6,
  before: 0,
  after: 6,
  rule: null,
};

test("a step is said as the chain rule", () => {
  assert.equal(plain(stepSentence(lecture(), last)), "grad of a += grad of e × ∂e/∂a = −2 × −3 = 6");
});

test("the seed says why it is 1", () => {
  const seed = {
    ...last,
    node: "n6",
    from: null,
    slot: null,
    upstream: null,
    partial: null,
    contribution: 1,
    after: 1,
  };
  assert.equal(plain(stepSentence(lecture(), seed)), "grad of L = 1, because ∂L/∂L = 1");
});

test("the sentence says what was done last and the state of the grads", () => {
  assert.match(
    plain(actionSentence(lecture("none"), { kind: "read" })),
    /^7 values, L = −8\. Grads are not computed yet\. Press Backward\.$/,
  );
  assert.match(plain(actionSentence(lecture("stale"), { kind: "forward" })), /^L = −8\. Grads are stale/);
  const down = actionSentence(lecture("stale"), { kind: "descended", steps: 2, from: -8, to: -8.5 });
  assert.match(plain(down), /^2 steps: L falls from −8 to −8.5\. Grads are stale\.$/);
  const twice = lecture("accumulated");
  const summed = { ...twice, nodes: twice.nodes.map((node) => ({ ...node, passes: 2 })) };
  assert.match(plain(actionSentence(summed, { kind: "read" })), /Leaf grads now hold the sum of 2 passes\.$/);
  const empty = { ...lecture(), nodes: [], output: null, value: null };
  assert.match(plain(actionSentence(empty, { kind: "read" })), /nothing to draw/);
});
