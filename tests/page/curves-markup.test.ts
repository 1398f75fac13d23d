/** What curves, histograms and norms write: every value that is shown stands there in words too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { h } from "preact";
import { AccuracyPlot } from "../../static/src/curves/accuracy-plot";
import { binned } from "../../static/src/curves/bins";
import type { CurveProps } from "../../static/src/curves/curve";
import { CurvePlot } from "../../static/src/curves/curve-plot";
import { Histogram } from "../../static/src/curves/histogram";
import { NormTable } from "../../static/src/curves/norm-table";
import { remarks } from "../../static/src/curves/norms";
import { markup } from "./dom";

const count = (text: string, part: RegExp): number => text.match(new RegExp(part, "g"))?.length ?? 0;

function loss(values: readonly number[], rest: Partial<CurveProps> = {}): CurveProps {
  const at = values.map((_, index) => index + 1);
  return { title: "Loss", series: [{ name: "loss", tone: "data", at, values }], height: 160, ...rest };
}

test("a curve says what is to be seen, and is read as a slider", () => {
  const text = markup(h(CurvePlot, loss([3, 2.5, 2], { total: 10 })));
  assert.match(
    text,
    /role="img" aria-label="Loss: from 3 at step 1 to 2 at step 3 of 10, lowest 2 at step 3\."/,
  );
  assert.match(text, /role="slider"[^>]*aria-label="Loss, read by step"/);
  assert.match(text, /aria-valuetext="step 3: this step 2"/);
  assert.match(text, /<h3>Loss<\/h3><b class="mono data">2<\/b>/);
  assert.equal(count(text, /class="ln data"/), 1);
  assert.equal(count(text, /raw/), 0);
  assert.doesNotMatch(text, /NaN|undefined/);
});

test("smoothing is named where it is on, and each value stays in sight", () => {
  const text = markup(h(CurvePlot, loss([4, 2, 3], { smooth: 2 })));
  assert.match(text, /<b class="mono data">2\.5<\/b><small>mean of the last 2 steps/);
  assert.equal(count(text, /class="ln data thin raw"/), 1);
  assert.match(text, /aria-valuetext="step 3: mean of 2 2\.5, this step 3"/);
});

test("the number of the heading is that of the step that is shown", () => {
  const text = markup(h(CurvePlot, loss([4, 3, 2], { shown: 2, total: 3 })));
  assert.match(text, /<b class="mono data">3<\/b><small> at step 2/);
  assert.equal(count(text, /shown-line/), 1);
  const newest = markup(h(CurvePlot, loss([4, 3, 2], { shown: 3 })));
  assert.equal(count(newest, /shown-line/), 0);
});

test("an earlier run is grey, labelled at its end with what was changed", () => {
  const before = { label: "last run, rate 0.003", series: loss([5, 4, 3]).series };
  const text = markup(h(CurvePlot, loss([4, 3], { earlier: [before], total: 3 })));
  assert.equal(count(text, /class="ln earlier"/), 1);
  assert.match(text, /<tspan[^>]*>last run<\/tspan><tspan[^>]*>rate 0\.003<\/tspan>/);
});

test("a value that is not a number is a gap with a mark, and a logarithmic axis says what it leaves out", () => {
  const broken = markup(h(CurvePlot, loss([4, 3, Number.NaN, 2])));
  assert.match(broken, /class="broken"[\s\S]*nan at step 3/);
  assert.equal(count(broken, /<path class="ln data" d="M[^"]*M/), 1);
  const log = markup(h(CurvePlot, loss([4, 0, -1, 2], { log: true })));
  assert.match(log, /Left out: 2 values of 0 or less\./);
  assert.doesNotMatch(log, /NaN|Infinity/);
});

test("before the first step, after one step and with nothing finite there is still a plot", () => {
  for (const values of [[], [2], [Number.NaN], [Number.NaN, Number.POSITIVE_INFINITY], [0, 0]])
    for (const log of [false, true]) {
      const text = markup(h(CurvePlot, loss(values, { log, smooth: 8 })));
      assert.match(text, /role="img"/);
      assert.doesNotMatch(text, /="[^"]*(NaN|Infinity|undefined)/);
    }
  assert.match(markup(h(CurvePlot, loss([]))), /Loss: no step yet\./);
});

test("accuracy is in per cent, whether a program gives shares of 1 or of 100", () => {
  for (const values of [
    [0.5, 0.75],
    [50, 75],
  ]) {
    const text = markup(h(AccuracyPlot, { ...loss(values), title: "Accuracy" }));
    assert.match(text, /<b class="mono data">75%<\/b>/);
    assert.match(text, />100<\/text>/);
  }
});

test("numbers are counted in equal ranges around 0", () => {
  const bins = binned([-1, -0.5, 0.5, 0.9, Number.NaN], 4);
  assert.deepEqual([bins.low, bins.high, bins.counts, bins.total, bins.broken], [-1, 1, [1, 1, 0, 2], 4, 1]);
  assert.deepEqual(binned([3, 5], 2).counts, [1, 1]);
  assert.deepEqual(binned([0, 0], 2).counts, [0, 2]);
  assert.deepEqual(binned([], 2).counts, [0, 0]);
  assert.equal(
    binned(new Float32Array(5000).fill(2)).counts.reduce((sum, each) => sum + each, 0),
    5000,
  );
});

test("a histogram is blue for data and orange for grads, and says what it leaves out", () => {
  const text = markup(
    h(Histogram, { title: "Gradients", tone: "grad", values: [-0.02, 0, 0, 0.01, Number.POSITIVE_INFINITY] }),
  );
  assert.equal(count(text, /class="hist grad"/), 32);
  assert.match(text, /5 values, grad/);
  assert.match(text, /aria-label="Gradients: 4 values from −0\.02 to 0\.02/);
  assert.match(text, /Not shown: 1 that is not finite\./);
});

const row = (name: string, grad: number, rest = {}) => ({ name, size: 48, grad, update: 1e-3, ...rest });

test("norms say whether grads vanish or explode, which are 0, and what a step changes", () => {
  assert.deepEqual(remarks([row("layer 1", 0.04), row("layer 2", 0.02)]), [
    "A healthy ratio is near 1e−3. Far above it, training shakes.",
  ]);
  assert.deepEqual(
    remarks([row("layer 1", 1e-7), row("layer 2", 0.02)])[0],
    "Grads vanish in layer 1: norm 1.0e−7, against 0.02 in layer 2.",
  );
  assert.deepEqual(
    remarks([row("layer 1", 900), row("layer 2", 0.02)])[0],
    "Grads explode in layer 1: norm 900, against 0.02 in layer 2.",
  );
  assert.deepEqual(
    remarks([row("layer 1", 0, { zeroGrads: 48 })])[0],
    "No grad reaches layer 1: all 48 are 0.",
  );
  assert.deepEqual(remarks([row("layer 1", 1, { zeroGrads: 30 })])[0], "30 of 48 grads of layer 1 are 0.");
  assert.deepEqual(remarks([row("layer 1", 1, { update: 0.5 })]), [
    "One step changes layer 1 by 0.5 of its norm. Try a smaller rate.",
  ]);
  assert.deepEqual(remarks([row("layer 1", Number.NaN, { update: null })]), [
    "The grad norm of layer 1 is nan.",
  ]);
});

test("a table of norms has a line of its own scale for each row where there are steps", () => {
  const plain = markup(h(NormTable, { rows: [row("layer 1", 0.0449)] }));
  assert.match(plain, /<th scope="col">size<\/th>/);
  assert.match(plain, /<td>48<\/td><td class="grad">0\.0449<\/td><td>0\.001<\/td>/);
  const lines = markup(h(NormTable, { rows: [row("wte", 1, { at: [1, 2], values: [1, 10] })], shown: 1 }));
  assert.match(lines, /spark-line" d="M[^"]+L/);
  assert.match(lines, /<th scope="col">step 1<\/th>/);
});
