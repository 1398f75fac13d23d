import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "../../static/src/compute/summary";

test("the least, the mean and the greatest of some numbers", () => {
  assert.deepEqual(summary([3, -1, 4]), { least: -1, mean: 2, greatest: 4 });
  assert.deepEqual(summary([0.5]), { least: 0.5, mean: 0.5, greatest: 0.5 });
});

test("no numbers, and what is none, have none of them", () => {
  assert.equal(summary([]), null);
  assert.equal(summary([1, Number.NaN]), null);
  assert.equal(summary([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]), null);
});

test("the mean of what overflows is infinite", () => {
  assert.deepEqual(summary([1e308, 1e308]), {
    least: 1e308,
    mean: Number.POSITIVE_INFINITY,
    greatest: 1e308,
  });
});
