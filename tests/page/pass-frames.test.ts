import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "../../static/src/compute/steps";
import { BackwardFrames, ForwardFrames, forwardOrder } from "../../static/src/session/pass-frames";
import { forwardSentence, plain } from "../../static/src/session/sentence";
import { lecture, step, twice } from "./graph";

const steps = [
  step(0, "n1", null, 1),
  step(1, "n0", "n1", 1),
  { ...step(2, "n0", "n1", 1), before: 1, after: 2 },
];

test("frames wound to and fro are where the steps themselves lead", () => {
  const frames = new BackwardFrames(twice());
  for (const count of [3, 0, 2, 1, 3, 2, 0, 1]) {
    assert.deepEqual(frames.at(steps, count), after(twice(), steps, count), `${count} steps`);
  }
});

test("a step leaves every other node the object it was", () => {
  const frames = new BackwardFrames(twice());
  const before = frames.at(steps, 2);
  const now = frames.at(steps, 3);
  assert.equal(now[1], before[1]);
  assert.notEqual(now[0], before[0]);
});

test("forward gives each node its value in turn, and no number before it", () => {
  const doc = lecture();
  const frames = new ForwardFrames(doc);
  assert.equal(forwardOrder(doc).length, 7);
  for (const count of [0, 3, 7, 2, 5]) {
    const nodes = frames.at(count);
    nodes.forEach((node, at) => {
      assert.equal(node.grad_state, "none");
      assert.equal(node.hidden, at < count ? undefined : "data");
      if (at < count) assert.equal(node.data, doc.nodes[at]?.data);
      else assert.ok(Number.isNaN(node.data));
    });
  }
});

test("a value is said with what it was made of", () => {
  const doc = lecture();
  const [a, , e] = doc.nodes;
  assert.ok(a !== undefined && e !== undefined);
  assert.equal(plain(forwardSentence(doc, a)), "a = 2, a leaf");
  assert.match(plain(forwardSentence(doc, e)), /^e = .*a.*b.* = .*2.*−3.* = −6$/);
});
