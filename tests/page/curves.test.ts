/** Curves: means, the two values of a column of pixels, axes, where a readout goes, and curves as tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../../static/src/curves/columns";
import { csvOf } from "../../static/src/curves/csv";
import { describe } from "../../static/src/curves/describe";
import { moved, placeReadout, rowsOf, zoomed } from "../../static/src/curves/layout";
import { lineOf } from "../../static/src/curves/lines";
import { countNotPositive, drawnOn, frameOf, stepsRange, valuesOf } from "../../static/src/curves/range";
import { readings, spokenReadings } from "../../static/src/curves/readout";
import { countUpTo, meanOf, nearest, placeOf, type Series, stepsOf } from "../../static/src/curves/series";

const AREA = { left: 40, right: 440, top: 10, bottom: 110 };

const series = (values: readonly number[], rest: Partial<Series> = {}): Series => ({
  name: "loss",
  tone: "data",
  at: values.map((_, index) => index + 1),
  values,
  ...rest,
});

/** Numbers without a pattern, the same every time. */
function noise(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
}

test("a mean is of each value and those before it, and begins again after a value that is not a number", () => {
  assert.deepEqual(meanOf([1, 2, 3, 4], 1), [1, 2, 3, 4]);
  assert.deepEqual(meanOf([1, 2, 3, 4, 5], 2), [1, 1.5, 2.5, 3.5, 4.5]);
  assert.deepEqual(meanOf([1, 3, Number.NaN, 8, 10, 12], 2), [1, 2, Number.NaN, 8, 9, 11]);
  assert.deepEqual(meanOf([1, Number.POSITIVE_INFINITY, 5], 3), [1, Number.NaN, 5]);
  assert.deepEqual(meanOf([], 5), []);
});

test("a mean after a spike is the mean of what is in it", () => {
  const values = [...noise(50), 1e300, ...noise(50)];
  const means = meanOf(values, 7);
  const last = values.slice(-7).reduce((sum, value) => sum + value, 0) / 7;
  assert.ok(Math.abs((means.at(-1) ?? 0) - last) < 1e-12);
  const long = noise(10_000);
  const found = meanOf(long, 24);
  for (let at = 23; at < long.length; at += 1) {
    let sum = 0;
    for (let k = at - 23; k <= at; k += 1) sum += long[k] ?? 0;
    assert.ok(Math.abs((found[at] ?? 0) - sum / 24) < 1e-12);
  }
});

test("of a column of pixels the least and the greatest are drawn, in their order", () => {
  const values = noise(10_000);
  const whole = { at: values.map((_, index) => index), values };
  const column = (step: number): number => Math.floor(step / 25);
  const [drawn = [], ...others] = pieces(whole, [0, values.length], column, Number.isFinite);
  assert.deepEqual(others, []);
  assert.equal(drawn.length, 800);
  for (let at = 0; at < 400; at += 1) {
    const part = values.slice(25 * at, 25 * at + 25);
    const two = drawn.slice(2 * at, 2 * at + 2).map((place) => values[place] ?? 0);
    assert.deepEqual(
      [...two].sort((a, b) => a - b),
      [Math.min(...part), Math.max(...part)],
    );
  }
  assert.ok(drawn.every((place, index) => index === 0 || place > (drawn[index - 1] ?? 0)));
});

test("where there is room every value is drawn, and what has no place on the axis ends a piece", () => {
  const column = (step: number): number => step;
  const some = series([1, 2, Number.NaN, 3, -4, Number.NEGATIVE_INFINITY, 5]);
  assert.deepEqual(pieces(some, [0, 7], column, drawnOn(false)), [[0, 1], [3, 4], [6]]);
  assert.deepEqual(pieces(some, [0, 7], column, drawnOn(true)), [[0, 1], [3], [6]]);
  assert.deepEqual(
    pieces(series([2, 2, 2]), [0, 3], () => 0, Number.isFinite),
    [[0, 2]],
  );
  assert.equal(countNotPositive([some, series([0, 1, -1])]), 3);
});

test("a step that was left out is joined over, and no value is made up for it", () => {
  const thinned = series([1, 2, 3], { at: [1, 2, 8] });
  const frame = frameOf(AREA, [0, 10], [0, 4], false);
  assert.equal(lineOf({ frame, steps: [0, 10], log: false }, thinned, 0, 3), "M80,85L120,60L360,35");
  assert.equal(placeOf(thinned, 5), -1);
  assert.equal(nearest(thinned.at, 5.1), 8);
  assert.equal(nearest(thinned.at, 4.9), 2);
  assert.equal(nearest([], 1), null);
  assert.deepEqual(
    [0, 1, 7, 8, 9].map((step) => countUpTo(thinned.at, step)),
    [0, 1, 2, 3, 3],
  );
  assert.deepEqual(readings(5, [thinned], [thinned], [], 1), []);
});

test("the axis of steps ends where the run does, so that it does not move", () => {
  assert.deepEqual(stepsRange([series([1, 2])], 400), [0, 400]);
  assert.deepEqual(stepsRange([series([1, 2])], null), [0, 2]);
  assert.deepEqual(stepsRange([series([1, 2, 3])], 2), [0, 3]);
  assert.deepEqual(stepsRange([series([1, 2], { at: [900, 1000] })], null), [900, 1000]);
  assert.deepEqual(stepsRange([], null), [0, 1]);
});

test("a preview gets a fifth of the height at most", () => {
  const all = series([10, 9, 8, -90], { dashedFrom: 3 });
  const [low, high] = valuesOf([all], [0, 4], false);
  assert.ok(low >= 7 && low < 8 && high === 10, `${low} ${high}`);
  assert.deepEqual(stepsOf([all]), [1, 2, 3]);
  const [alone] = valuesOf([series([10, 9, -90], { dashedFrom: 1 })], [0, 3], false);
  assert.ok(alone <= -90, "nothing else is there to be seen");
});

test("an axis of values has round ends, and begins at 0 where that is near", () => {
  assert.deepEqual(valuesOf([series([2.7, 0.9])], [0, 2], false), [0, 2.8]);
  const [low] = valuesOf([series([10.2, 9.9])], [0, 2], false);
  assert.ok(low > 9);
  const [flatLow, flatHigh] = valuesOf([series([4, 4])], [0, 2], false);
  assert.ok(flatLow < 4 && flatHigh > 4);
  const [least, most] = valuesOf([series([-1, 0, 1e-8, 100])], [0, 4], true);
  assert.ok(least > 0 && least <= 1e-8 && most >= 100);
});

test("powers of ten on a logarithmic axis, never more than there is room for", () => {
  const { y } = frameOf(AREA, [0, 1], [1e-9, 1e3], true);
  const rows = rowsOf(y, 100, true);
  assert.ok(rows.length >= 2 && rows.length <= 3);
  const few = rowsOf(frameOf(AREA, [0, 1], [2, 8], true).y, 100, true);
  assert.ok(few.length >= 2 && few.length <= 3);
});

test("the readout is beside its step and never over the newest point", () => {
  const size = { width: 120, height: 70 };
  for (let x = AREA.left; x <= AREA.right; x += 5)
    for (let y = AREA.top; y <= AREA.bottom; y += 5)
      for (let at = AREA.left; at <= AREA.right; at += 20) {
        const { left, top } = placeReadout(AREA, at, size, [x, y]);
        assert.ok(left >= AREA.left && left + size.width <= AREA.right);
        const isOver = x >= left && x <= left + size.width && y >= top && y <= top + size.height;
        assert.ok(!isOver, `${x} ${y} under a readout at ${left} ${top} of ${at}`);
      }
});

test("a zoom keeps its step in place and stays within the run", () => {
  assert.deepEqual(zoomed([0, 100], 50, 0.5, [0, 100]), [25, 75]);
  assert.deepEqual(zoomed([0, 100], 0, 0.5, [0, 100]), [0, 50]);
  assert.deepEqual(moved([25, 75], 90, [0, 100]), [50, 100]);
  assert.equal(zoomed([25, 75], 50, 2, [0, 100]), null);
});

test("what is read at a step says what it is", () => {
  const now = series([4, 2]);
  const before = { label: "last run, rate 0.003", series: [series([5, 3])] };
  const found = readings(2, [now], [{ ...now, values: [4, 3] }], [before], 2);
  assert.deepEqual(
    found.map(({ name, value }) => [name, value]),
    [
      ["mean of 2", 3],
      ["this step", 2],
      ["last run, rate 0.003", 3],
    ],
  );
  assert.equal(spokenReadings(2, found, String), "step 2: mean of 2 3, this step 2, last run, rate 0.003 3");
});

test("one sentence says where a curve came from and where it is", () => {
  assert.equal(describe("Loss", [], null), "Loss: no step yet.");
  assert.equal(
    describe("Loss", [series([3, 1, 2])], 400),
    "Loss: from 3 at step 1 to 2 at step 3 of 400, lowest 1 at step 2.",
  );
  assert.equal(
    describe("Loss", [series([3, Number.NaN])], null),
    "Loss: from 3 at step 1 to nan at step 2, nan from step 2.",
  );
});

test("a table has a row for each step and every digit", () => {
  const train = series([0.1 + 0.2, Number.NaN], { name: 'train, "all"' });
  const tested = series([1e-7, Number.NEGATIVE_INFINITY], { name: "=test", at: [2, 4] });
  assert.equal(
    csvOf([train, tested]),
    [`step,"train, ""all""",'=test`, "1,0.30000000000000004,", "2,nan,1e-7", "4,,-inf", ""].join("\r\n"),
  );
});
