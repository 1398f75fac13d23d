import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "../../static/src/compute/summary";

test("min, mean and max of some numbers", () => {
  assert.deepEqual(summary([3, -1, 4]), { min: -1, mean: 2, max: 4 });
  assert.deepEqual(summary([0.5]), { min: 0.5, mean: 0.5, max: 0.5 });
});

test("no numbers, and what is none, have none of them", () => {
  assert.equal(summary([]), null);
  assert.equal(summary([1, Number.NaN]), null);
  assert.equal(summary([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]), null);
});

test("the mean of what overflows is infinite", () => {
  assert.deepEqual(summary([1e308, 1e308]), {
    min: 1e308,
    mean: Number.POSITIVE_INFINITY,
    max: 1e308,
  });
});
