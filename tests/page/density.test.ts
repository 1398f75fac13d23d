import assert from "node:assert/strict";
import { test } from "node:test";
import { density, inputMarks } from "../../static/src/compute/density";
import { lecture } from "./graph";

test("there is a mark for each input of each value", () => {
  const marks = inputMarks(lecture().nodes);
  assert.equal(marks.length, 6);
  assert.deepEqual(marks[0], { row: [2, 2], column: [0, 0], count: 1 });
});

test("the cell with most inputs has all the ink, on a logarithmic scale", () => {
  const ink = density(
    [
      { row: [0, 0], column: [0, 0], count: 1 },
      { row: [9, 9], column: [0, 0], count: 3 },
    ],
    10,
    2,
  );
  assert.deepEqual([...ink], [Math.log(2) / Math.log(4), 0, 1, 0]);
});

test("many inputs between two spans are spread over them", () => {
  const ink = density([{ row: [0, 9], column: [0, 9], count: 8 }], 10, 2);
  assert.deepEqual([...ink], [1, 1, 1, 1]);
  assert.deepEqual([...density([], 0, 1)], [0]);
});
