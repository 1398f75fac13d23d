/** The slope page's arithmetic: quotients and their errors, h on the axis, lines that end at poles and jumps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bestWords, clear, finding, kink, obstaclesOf } from "../../static/src/slope/finding";
import {
  asked,
  best,
  errors,
  fromPixels,
  ladder,
  nearest,
  nice,
  type Probe,
  RUNGS,
  readProbe,
  secant,
  toPixels,
  ulps,
} from "../../static/src/slope/numbers";

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
  assert.match(finding(probe(parabola, rise, 3, 1), "forward"), /proportional to h:/);
  assert.match(finding(probe(parabola, rise, 3, 1), "central"), /exact, up to rounding/);
  assert.match(finding(probe(parabola, rise, 3, 1e-13), "forward"), /only rounding is left/);
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
  assert.match(finding(probe(Math.sin, Math.cos, 1, 0.1), "central"), /proportional to h²/);
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
  assert.match(
    finding(probe(Math.abs, Math.sign, 0, 0.1), "forward"),
    /kink at x: the slope is −1 .* and 1 /,
  );
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

const sampled = (f: Real, slope: Real) => {
  const x = Array.from({ length: 401 }, (_, k) => -5 + k / 40);
  return obstaclesOf({
    x,
    value: x.map(f),
    grad: x.map(slope),
    leaf: "x",
    reusable: true,
    failures: 0,
    failed: [],
  });
};

test("a quotient that reaches over a kink is not called proportional", () => {
  const [f, slope]: Real[] = [(x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)];
  const found = sampled(f as Real, slope as Real);
  assert.deepEqual(found, [{ kind: "kink", at: 0 }]);
  const at = probe(f as Real, slope as Real, -0.85, 1);
  assert.match(finding(at, "forward", found), /kink near 0, between the two points.*smaller than 0\.85\./);
  assert.equal(bestWords(at, "forward", found), "Exact for every h below 0.85.");
  assert.ok((best(clear(at, "forward", found))?.h ?? 1) < 0.85);
  const near = probe(f as Real, slope as Real, -0.85, 0.5);
  assert.match(finding(near, "forward", found), /straight here/);
});

test("a quotient that reaches over a pole says nothing of the slope", () => {
  const [f, slope]: Real[] = [(x) => 1 / x, (x) => -1 / x ** 2];
  const found = sampled(f as Real, slope as Real);
  assert.ok(found.length > 0 && found.every((each) => Math.abs(each.at) < 0.1));
  const at = probe(f as Real, slope as Real, -0.85, 1);
  assert.match(
    finding(at, "forward", found),
    /pole or a jump near 0, .*not about the slope at x.*smaller than 0\.85/,
  );
  assert.match(finding(probe(f as Real, slope as Real, -0.85, 0.01), "forward", found), /proportional to h:/);
});

test("smooth functions have nothing in the way", () => {
  for (const [f, slope] of [
    [parabola, rise],
    [Math.tanh, (x: number) => 1 - Math.tanh(x) ** 2],
    [Math.exp, Math.exp],
    [(x: number) => Math.sin(3 * x), (x: number) => 3 * Math.cos(3 * x)],
  ] as [Real, Real][])
    assert.deepEqual(sampled(f, slope), []);
});

test("a law is claimed only where it holds", () => {
  const at = (h: number) =>
    finding(
      probe(
        (x) => Math.exp(3 * x),
        (x) => 3 * Math.exp(3 * x),
        3,
        h,
      ),
      "forward",
    );
  assert.match(at(1), /no simple rule/);
  assert.match(at(0.01), /proportional to h:/);
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

test("round steps", () => {
  assert.deepEqual([nice(7), nice(2.5), nice(0.05), nice(1)], [5, 2, 0.05, 1]);
});
