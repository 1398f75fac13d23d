/** The slope page's arithmetic: quotients and their errors, h on the axis, lines that end at poles and jumps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asked,
  best,
  errors,
  finding,
  fromPixels,
  kink,
  ladder,
  nearest,
  type Probe,
  RUNGS,
  readProbe,
  secant,
  toPixels,
  ulps,
} from "../../static/src/slope/numbers";
import { apart, heights, nice, scale, straight, stretches, ticks } from "../../static/src/slope/scale";

type Real = (x: number) => number;
const probe = (f: Real, slope: Real, x: number, h: number): Probe => {
  const points = asked(x, h);
  return readProbe(x, h, points.map(f), points.map(slope));
};
const parabola: Real = (x) => 3 * x ** 2 - 4 * x + 5;
const rise: Real = (x) => 6 * x - 4;

test("the lecture's secant from 3 to 4 has slope 17, the tangent 14", () => {
  const at = probe(parabola, rise, 3, 1);
  assert.equal(secant(at, "forward"), 17);
  assert.equal(secant(at, "central"), 14);
  assert.equal(at.grad, 14);
});

test("the error falls with h and rises again by rounding", () => {
  const points = errors(probe(parabola, rise, 3, 1), "forward");
  assert.equal(points.length, RUNGS.length);
  const bottom = best(points);
  assert.ok(bottom !== null && bottom.h < 1e-6 && bottom.h > 1e-10);
  assert.ok((points[0]?.error ?? 0) > 0.2);
  assert.ok((points.at(-1)?.error ?? 0) > (bottom?.error ?? 1));
});

test("what is found is said", () => {
  assert.match(finding(probe(parabola, rise, 3, 1), "forward"), /in proportion to h:/);
  assert.match(finding(probe(parabola, rise, 3, 1), "central"), /exact, up to rounding/);
  assert.match(finding(probe(parabola, rise, 3, 1e-13), "forward"), /rounding is what is left/);
  assert.match(
    finding(
      probe(
        (x) => 2 * x + 1,
        () => 2,
        3,
        1,
      ),
      "forward",
    ),
    /straight here/,
  );
  assert.match(finding(probe(Math.sin, Math.cos, 1, 0.1), "central"), /in proportion to h²/);
  assert.match(
    finding(
      probe(Math.log, (x) => 1 / x, -1, 0.1),
      "forward",
    ),
    /no finite value at x/,
  );
  assert.match(
    finding(
      probe(Math.log, (x) => 1 / x, 1, 2),
      "central",
    ),
    /reaches a point/,
  );
});

test("a kink is told from a bend and from a jump", () => {
  const bend = kink(probe(Math.abs, Math.sign, 0, 0.1));
  assert.deepEqual(bend, { left: -1, right: 1 });
  assert.match(finding(probe(Math.abs, Math.sign, 0, 0.1), "forward"), /kink: the slope is −1 .* and 1 /);
  assert.equal(
    kink(
      probe(
        (x) => Math.tanh(100 * x),
        (x) => 100 / Math.cosh(100 * x) ** 2,
        0.003,
        0.1,
      ),
    ),
    null,
  );
  assert.equal(kink(probe(parabola, rise, 2 / 3, 0.1)), null);
  const step: Real = (x) => (x > 0 ? 1 : 0);
  assert.match(
    finding(
      probe(step, () => 0, 0, 0.1),
      "forward",
    ),
    /jumps/,
  );
});

test("h goes down to 1e-14 by 1, 2, 5 and up by tenths", () => {
  const steps = ladder(1);
  assert.equal(steps[0], 1e-14);
  assert.equal(steps.at(-1), 1);
  assert.ok(steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)));
  assert.equal(steps[nearest(steps, 0.0049)], 0.005);
  assert.equal(steps[nearest(steps, 7)], 1);
});

test("on the axis h is linear above a tenth and logarithmic below", () => {
  for (const h of [2, 1, 0.1, 1e-3, 1e-14])
    assert.ok(Math.abs(fromPixels(toPixels(h, 90), 90) / h - 1) < 1e-9, String(h));
  assert.equal(toPixels(1, 90), 90);
  assert.equal(Math.round(toPixels(0.1, 90) - toPixels(0.01, 90)), 24);
  assert.equal(fromPixels(-1e6, 90), 1e-14);
});

test("units in the last place", () => {
  assert.equal(ulps(1, 1), 0);
  assert.equal(ulps(1, 1 + Number.EPSILON), 1);
  assert.equal(ulps(-1, -1 - Number.EPSILON), 1);
  assert.equal(ulps(0, -0), 0);
  assert.equal(ulps(Number.MIN_VALUE, -Number.MIN_VALUE), 2);
  assert.ok(Number.isNaN(ulps(Number.POSITIVE_INFINITY, 1)));
});

function sampled(f: Real, slope: Real, from = -5, to = 5, count = 401) {
  const x = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  const value = x.map(f);
  const [low, high] = heights(value);
  return { x, lines: stretches(x, value, x.map(slope), high - low) };
}

test("smooth lines are whole", () => {
  for (const [f, slope] of [
    [parabola, rise],
    [Math.sin, Math.cos],
    [Math.exp, Math.exp],
    [Math.abs, Math.sign],
    [(x: number) => Math.tanh(10 * x), (x: number) => 10 / Math.cosh(10 * x) ** 2],
    [() => 4, () => 0],
  ] as [Real, Real][])
    assert.deepEqual(sampled(f, slope).lines, [[0, 400]]);
});

test("no line crosses a pole, a jump or a number that is not finite", () => {
  const pole = sampled(
    (x) => 1 / x,
    (x) => -1 / x ** 2,
  );
  assert.deepEqual(pole.lines, [
    [0, 199],
    [201, 400],
  ]);
  const between = sampled(
    (x) => 1 / (x - 0.01),
    (x) => -1 / (x - 0.01) ** 2,
  );
  assert.deepEqual(between.lines, [
    [0, 200],
    [201, 400],
  ]);
  const even = sampled(
    (x) => 1 / (x - 0.01) ** 2,
    (x) => -2 / (x - 0.01) ** 3,
  );
  assert.deepEqual(even.lines, [
    [0, 200],
    [201, 400],
  ]);
  const jump = sampled(
    (x) => (x > 0.01 ? x + 1 : x),
    () => 1,
  );
  assert.deepEqual(jump.lines, [
    [0, 200],
    [201, 400],
  ]);
  const half = sampled(Math.log, (x) => 1 / x);
  assert.deepEqual(half.lines, [[201, 400]]);
  assert.deepEqual(
    sampled(
      () => Number.NaN,
      () => 0,
    ).lines,
    [],
  );
});

test("a pole does not flatten the rest", () => {
  const [low, high] = heights(Array.from({ length: 401 }, (_, i) => 1 / (-5 + i / 40 + 1e-6)));
  assert.ok(high < 20 && low > -20);
  assert.deepEqual(heights([Number.NaN]), [-1, 1]);
  const [flatLow, flatHigh] = heights([4, 4]);
  assert.ok(flatLow < 4 && flatHigh > 4);
});

test("labels that would touch step apart by 16 pixels and stay inside", () => {
  assert.deepEqual(apart([100, 104, 300], 16, 0, 400), [100, 116, 300]);
  assert.deepEqual(apart([104, 100], 16, 0, 400), [116, 100]);
  assert.deepEqual(apart([398, 399, 400], 16, 0, 400), [368, 384, 400]);
});

test("round numbers on the axes", () => {
  assert.deepEqual(ticks(-5, 5, 10), [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ticks(0, 105, 6), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual([nice(7), nice(2.5), nice(0.05), nice(1)], [5, 2, 0.05, 1]);
});

test("a straight line ends at the edge of the picture", () => {
  const [across, up] = [scale(-5, 5, 0, 100), scale(0, 100, 100, 0)];
  const line = straight(0, 50, 0, across, 0, 100, up);
  assert.equal(line?.d, "M0.0 50.0L100.0 50.0");
  const steep = straight(0, 50, 100, across, 0, 100, up);
  assert.equal(steep?.d, "M45.0 100.0L55.0 0.0");
  assert.equal(straight(0, Number.NaN, 1, across, 0, 100, up), null);
});
