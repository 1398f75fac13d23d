import assert from "node:assert/strict";
import { test } from "node:test";
import { many } from "../../static/src/components/paths";
import { change } from "../../static/src/drawing/nudged";
import { best, errorOf, explain, power } from "../../static/src/session/errors";
import { readCount } from "../../static/src/wire/calls";
import type { Nudge } from "../../static/src/wire/types";

const names = { output: "L", node: "a", of: (id: string) => (id === "n1" ? "y" : id) };
const STEPS = Array.from({ length: 43 }, (_, index) => 10 ** (-index / 3));

/** The nudge of f at x, as the engine would answer it. */
function nudged(f: (x: number) => number, x: number, grad: number, more: Partial<Nudge> = {}): Nudge {
  const method = more.method ?? "forward";
  const quotient = (h: number) => {
    const difference = method === "forward" ? (f(x + h) - f(x)) / h : (f(x + h) - f(x - h)) / (2 * h);
    const abs_error = Math.abs(grad - difference);
    const scale = Math.max(Math.abs(grad), Math.abs(difference));
    return { h, difference, abs_error, rel_error: scale === 0 ? abs_error : abs_error / scale };
  };
  return {
    node: "n0",
    x,
    method,
    grad,
    kink: false,
    kinks: [],
    slopes: { left: grad, right: grad },
    before: f(x),
    above: f(x + 0.001),
    below: null,
    changed: [],
    frame: { structure: "s", data: [], grad: [] },
    curve: STEPS.map(quotient),
    ...quotient(0.001),
    ...more,
  };
}

test("a curved function has a truncation side and a rounding side", () => {
  const found = nudged((x) => 3 * x * x - 4 * x + 5, 3, 14);
  const bottom = found.curve[best(found) ?? 0]?.h ?? 0;
  assert.ok(bottom < 1e-6 && bottom > 1e-10, String(bottom));
  assert.match(
    explain(found, names) ?? "",
    /^Right of h ≈ 10⁻[⁷⁸⁹] the error is proportional to h: truncation/,
  );
  assert.match(explain(found, names) ?? "", /it grows as h shrinks: rounding of L, divided by h\.$/);
});

test("a central difference falls with the square of h, and sees a parabola as exact", () => {
  const sine = nudged(Math.sin, 1, Math.cos(1), { method: "central" });
  assert.match(explain(sine, names) ?? "", /proportional to h²: truncation/);
  const square = nudged((x) => 3 * x * x - 4 * x + 5, 3, 14, { method: "central" });
  assert.match(explain(square, names) ?? "", /as for a line or a parabola; only float rounding is left/);
});

test("a straight line has rounding only, a constant nothing at all", () => {
  const line = nudged((x) => (x * -3 + 10) * -2, 2, 6);
  assert.equal(
    explain(line, names),
    "L is a straight line in a, so its grad is the same everywhere; only float rounding is left, and the error grows as h shrinks.",
  );
  assert.equal(
    explain(
      nudged(() => 7, 2, 0),
      names,
    ),
    "L does not change with a: the grad and every difference are 0.",
  );
  const itself = nudged((x) => x, 0, 1);
  assert.match(explain(itself, names) ?? "", /nothing is rounded: every h is exact\.$/);
});

test("a grad of 0 is measured by the absolute error", () => {
  const found = nudged((x) => x * x, 0, 0);
  assert.equal(errorOf(found, found), 0.001);
  assert.match(
    explain(
      nudged((x) => (x - 2) ** 2 + 1, 2, 0),
      names,
    ) ?? "",
    /^Right of h/,
  );
});

test("an h that is lost beside the data is said", () => {
  const text =
    explain(
      nudged((x) => x * 2, 1e6, 2),
      names,
    ) ?? "";
  assert.match(text, /From h = 4\.64159e−11 down, a \+ h is a again\.$/);
});

test("kinks say that they are kinks", () => {
  const at = nudged((x) => Math.max(x, 0), 0, 0, {
    kink: true,
    kinks: [{ node: "n1", op: "relu", where: "point" }],
    slopes: { left: 0, right: 1 },
  });
  assert.equal(
    explain(at, names),
    "L has a kink here, from relu at y: its slope is 0 on the left and 1 on the right. The grad, 0, is a convention between them, so a difference may be far from it.",
  );
  const between = { kink: true, kinks: [{ node: "n1", op: "abs", where: "interval" }] } as const;
  assert.match(
    explain(nudged(Math.abs, -0.0005, -1, between), names) ?? "",
    /^A kink, from abs at y, lies between a and a \+ h: the difference mixes/,
  );
  assert.match(
    explain(nudged(Math.abs, 0.0005, 1, { ...between, method: "central" }), names) ?? "",
    /between a − h and a \+ h/,
  );
});

test("what is not finite is not compared, and a nudge without a curve is not explained", () => {
  assert.match(explain(nudged(Math.log, -1, -1), names) ?? "", /not a finite number here/);
  assert.equal(explain(nudged(Math.sin, 1, 1, { curve: [] }), names), null);
});

test("powers and changes are written short", () => {
  assert.equal(power(2e-8), "10⁻⁸");
  assert.equal(power(1), "1");
  assert.equal(change(0.006), "+0.006");
  assert.equal(change(-0.003), "−0.003");
  assert.equal(change(0.000123), "+1e−4");
  assert.equal(change(-6.04e-11), "−6e−11");
  assert.equal(change(12345678), "+1e7");
  assert.equal(change(Number.NaN), "Δ");
});

const PATHS = { node: "n0", output: "n1", paths: [], complete: false, sum: 0, grad: 0 };

test("a count of paths is exact until it is too long to read", () => {
  const counted = (count: number | string) => many({ ...PATHS, count: readCount(count) });
  assert.equal(counted(1), "1 path");
  assert.equal(counted(32), "32 paths");
  assert.equal(counted(String(2n ** 60n)), "1,152,921,504,606,846,976 paths");
  assert.equal(counted(String(2n ** 100n)), "about 1.26 × 10³⁰ paths");
  assert.equal(counted("Infinity"), "more than 10³⁰⁸ paths");
});
