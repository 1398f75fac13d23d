import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cellsOf,
  heatPaths,
  heatStep,
  largest,
  listScale,
  matrixScale,
  roundUp,
} from "../../static/src/drawing/heat";
import cases from "../heat.json";

const bed = { x: 10, y: 20, width: 64, height: 10 };

/** Path data by class, as the server writes it. */
function painted(shape: readonly number[], area: typeof bed, numbers: readonly number[], scale: number) {
  const cells = cellsOf(numbers.length, shape, area);
  const steps = cells.of.map((ids) => heatStep(largest(ids.map((at) => numbers[at] ?? null)), scale));
  const paths = heatPaths(cells, steps);
  return Object.fromEntries(
    paths.flatMap((d, k) => (d === "" ? [] : [[k > 5 ? `p${k - 5}` : `n${5 - k}`, d]])),
  );
}

test("a number has the step that the server gives it", () => {
  for (const [value, most, step] of cases.steps) assert.equal(heatStep(value ?? null, most ?? 0), step);
  assert.equal(heatStep(Number.NaN, 1), 0);
  assert.equal(heatStep(null, 1), 0);
  assert.equal(heatStep(Number.NEGATIVE_INFINITY, 1), -5);
});

test("scales are the server's", () => {
  for (const [value, up] of cases.rounded_up) assert.equal(roundUp(value ?? 0), up);
  for (const [lists, most] of cases.list_scales as [number[][], number][])
    assert.equal(listScale(lists), most);
  for (const [matrices, most] of cases.matrix_scales as [number[][], number][])
    assert.equal(matrixScale(matrices.flat()), most);
  assert.equal(listScale([[null, 0.031, -0.04]]), 0.04);
});

test("strips and maps are drawn as the server draws them", () => {
  for (const { bed, numbers, scale, paths } of cases.strips)
    assert.deepEqual(painted([numbers.length], bed, numbers, scale), paths);
  for (const { bed, numbers, shape, scale, paths } of cases.maps)
    assert.deepEqual(painted(shape, bed, numbers, scale), paths);
});

test("of a share the number of largest size is shown, and what is not a number hides none", () => {
  assert.equal(largest([0.1, -3, 2, null]), -3);
  assert.equal(largest([null]), null);
  assert.ok(Number.isNaN(largest([1, Number.NaN, 7])));
  assert.equal(cellsOf(200, [200], bed).of.length, 32);
  assert.deepEqual(cellsOf(65, [65], bed).of[31], [62, 63, 64]);
});

test("a shape that is not that of the numbers is a strip", () => {
  assert.equal(cellsOf(5, [2, 3], bed).isMap, false);
  assert.equal(cellsOf(16, [1, 16], bed).isMap, false);
  assert.equal(cellsOf(16, [16, 1], bed).isMap, false);
});

test("each step is one path, zero is none, and neighbours in a row of a map are one rectangle", () => {
  const strip = cellsOf(3, [3], bed);
  const paths = heatPaths(strip, [5, 0, -2]);
  assert.equal(paths[10], `${strip.up[0]}${strip.rest[1]}`);
  assert.equal(paths[3], `${strip.down[2]}${strip.rest[1]}`);
  assert.equal(paths.filter((path) => path !== "").length, 2);
  const map = cellsOf(6, [2, 3], { x: 0, y: 0, width: 30, height: 20 });
  assert.equal(heatPaths(map, [1, 1, 1, 1, 0, 1])[6], "M0 0h30v10h-30zM0 10h10v10h-10zM20 10h10v10h-10z");
});
