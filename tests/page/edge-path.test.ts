import assert from "node:assert/strict";
import { test } from "node:test";
import { readPath } from "../../static/src/drawing/edge-path";

const near = (found: number | undefined, wanted: number): void =>
  assert.ok(Math.abs((found ?? Number.NaN) - wanted) < 0.05, `${found} is not ${wanted}`);

test("a straight edge has its middle half way to the foot of its head", () => {
  const course = readPath("M 0 10 C 10 10 20 10 30 10 L 40 10");
  near(course?.middle.x, 20);
  near(course?.middle.y, 10);
  assert.deepEqual(course?.start, { x: 0, y: 10 });
});

test("a bend that is the same on both sides has its middle at its top", () => {
  const course = readPath("M -30 0 C -30 40 30 40 30 0 L 30 0");
  near(course?.middle.x, 0);
  near(course?.middle.y, 30);
});

test("several curves are one way, and the middle is by length, not by number", () => {
  const course = readPath("M 0 0 C 0 2 0 4 0 6 C 0 30 0 60 0 94 L 0 100");
  near(course?.middle.y, 50);
  near(course?.middle.x, 0);
});

test("a path without length has no middle", () => {
  assert.equal(readPath(""), null);
  assert.equal(readPath("M 3 4"), null);
  assert.equal(readPath("M 3 4 C 3 4 3 4 3 4 L 3 4"), null);
});
