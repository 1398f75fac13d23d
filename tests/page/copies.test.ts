/** The cells of copies, row by row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { byCopy, shortened } from "../../static/src/compute/copies";

test("each copy has its share of the cells", () => {
  assert.deepEqual(byCopy([1, 2, 3, 4, 5, 6], 3), [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.deepEqual(byCopy([1, 2, 3], 2), []);
  assert.deepEqual(byCopy([1, 2, 3], 1), []);
  assert.deepEqual(byCopy([], 2), []);
});

test("a long row keeps the largest of each share", () => {
  assert.deepEqual(shortened([1, -5, 2, 3], 2, Math.abs), [-5, 3]);
  assert.deepEqual(shortened([1, -5], 4, Math.abs), [1, -5]);
});
