/** Plots: scales and ticks, lines that end at poles and jumps, labels that do not touch. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ticks } from "../../static/src/plot/axes";
import { domainOf, linear, logarithmic } from "../../static/src/plot/frame";
import { dodge } from "../../static/src/plot/labels";
import { curves, path, segments, straight } from "../../static/src/plot/line";

const AREA = { left: 0, right: 100, top: 0, bottom: 100 };

type Real = (x: number) => number;
const parabola: Real = (x) => 3 * x ** 2 - 4 * x + 5;
const rise: Real = (x) => 6 * x - 4;

function sampled(f: Real, slope: Real, from = -5, to = 5, count = 401) {
  const x = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  const value = x.map(f);
  const [low, high] = domainOf(value);
  return { x, lines: segments({ x, value, grad: x.map(slope) }, high - low) };
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
  const [low, high] = domainOf(Array.from({ length: 401 }, (_, i) => 1 / (-5 + i / 40 + 1e-6)));
  assert.ok(high < 20 && low > -20);
  assert.deepEqual(domainOf([Number.NaN]), [-1, 1]);
  const [flatLow, flatHigh] = domainOf([4, 4]);
  assert.ok(flatLow < 4 && flatHigh > 4);
});

test("labels that would touch step apart by 16 pixels and stay inside", () => {
  assert.deepEqual(dodge([100, 104, 300], 16, 0, 400), [100, 116, 300]);
  assert.deepEqual(dodge([104, 100], 16, 0, 400), [116, 100]);
  assert.deepEqual(dodge([398, 399, 400], 16, 0, 400), [368, 384, 400]);
});

test("round numbers on the axes, with the minus of the screen", () => {
  const texts = ticks(linear(AREA, [-5, 5], [0, 105]).x, 10).map(({ text }) => text);
  assert.deepEqual(texts, ["−5", "−4", "−3", "−2", "−1", "0", "1", "2", "3", "4", "5"]);
  const rows = ticks(linear(AREA, [-5, 5], [0, 105]).y, 6);
  assert.deepEqual(
    rows.map(({ text }) => text),
    ["0", "20", "40", "60", "80", "100"],
  );
  assert.equal(rows[0]?.at, AREA.bottom);
});

test("on logarithmic axes 0 and what lies beyond stand on the ends", () => {
  const { x, y } = logarithmic(AREA, [1e-14, 1], [1e-16, 1e2]);
  assert.deepEqual([x(1e-20), x(5)], [AREA.left, AREA.right]);
  assert.deepEqual([y(0), y(1e9)], [AREA.bottom, AREA.top]);
  assert.ok(Math.abs(x(1e-7) - (AREA.left + AREA.right) / 2) < 1e-9);
});

test("a straight line ends at the edge of the picture", () => {
  const frame = linear(AREA, [-5, 5], [0, 100]);
  const drawn = (y: number, slope: number): string | null => {
    const line = straight(frame, [0, y], slope);
    return line === null ? null : path(line);
  };
  assert.equal(drawn(50, 0), "M0,50L100,50");
  assert.equal(drawn(50, 100), "M45,100L55,0");
  assert.equal(drawn(50, 1e300), "M50,100L50,0");
  assert.equal(drawn(500, 0), null);
  assert.equal(drawn(Number.NaN, 1), null);
});

test("a sampled line is one path for each of its pieces", () => {
  const x = [-2, -1, 0, 1, 2];
  const frame = linear(AREA, [-2, 2], [-2, 2]);
  const value = x.map((at) => 1 / at);
  const drawn = curves(frame, { x, value, grad: x.map((at) => -1 / at ** 2) });
  assert.deepEqual(drawn, ["M0,62.5L25,75", "M75,25L100,37.5"]);
});
