import assert from "node:assert/strict";
import { test } from "node:test";
import { doc } from "../../static/src/session/document";
import { isPassing } from "../../static/src/session/idle";
import { done, goTo, pause, play, speed } from "../../static/src/session/playback";
import { select } from "../../static/src/session/selection";
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

test("what plays is passed through to its end", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  doc.value = { ...lecture(), trace: TRACE };
  speed.value = 4;
  play();
  assert.equal(isPassing.value, true);
  mock.timers.tick(60);
  assert.equal(isPassing.value, true);
  pause();
  mock.timers.tick(300);
  assert.equal(isPassing.value, false);
});

test("a step is passed through until the steps have rested, each one anew", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  doc.value = { ...lecture(), trace: TRACE };
  assert.equal(isPassing.value, false);
  goTo(3);
  assert.equal(isPassing.value, true);
  mock.timers.tick(200);
  goTo(4);
  mock.timers.tick(200);
  assert.equal(isPassing.value, true);
  mock.timers.tick(100);
  assert.equal(isPassing.value, false);
  goTo(5);
  assert.equal(isPassing.value, true);
  done.value = null;
  assert.equal(isPassing.value, false);
});

test("who does not follow the steps looks at one node, whatever they do", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  doc.value = { ...lecture(), trace: TRACE };
  goTo(2);
  select("n1");
  goTo(3);
  assert.equal(isPassing.value, false);
});
