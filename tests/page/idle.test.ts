import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../../static/src/session/session";
import { lecture, step } from "./graph";

const TRACE = [
  step(0, "n6", null, 1),
  step(1, "n4", "n6", -2),
  step(2, "n5", "n6", 4),
  step(3, "n2", "n4", -2),
  step(4, "n3", "n4", -2),
  step(5, "n0", "n2", 6),
  step(6, "n1", "n2", -4),
];

function shown() {
  const session = createSession({ draws: false });
  session.document.doc.value = { ...lecture(), trace: TRACE };
  return session;
}

test("what plays is passed through to its end", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const session = shown();
  session.playback.speed.value = 4;
  session.playback.play();
  assert.equal(session.isPassing.value, true);
  mock.timers.tick(60);
  assert.equal(session.isPassing.value, true);
  session.playback.pause();
  mock.timers.tick(300);
  assert.equal(session.isPassing.value, false);
});

test("a step is passed through until the steps have rested, counted again from each one", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const session = shown();
  assert.equal(session.isPassing.value, false);
  session.playback.goTo(3);
  assert.equal(session.isPassing.value, true);
  mock.timers.tick(200);
  session.playback.goTo(4);
  mock.timers.tick(200);
  assert.equal(session.isPassing.value, true);
  mock.timers.tick(100);
  assert.equal(session.isPassing.value, false);
  session.playback.goTo(5);
  assert.equal(session.isPassing.value, true);
  session.playback.done.value = null;
  assert.equal(session.isPassing.value, false);
});

test("who does not follow the steps looks at one node, whatever they do", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const session = shown();
  session.playback.goTo(2);
  session.selection.select("n1");
  session.playback.goTo(3);
  assert.equal(session.isPassing.value, false);
});
