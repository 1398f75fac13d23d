import assert from "node:assert/strict";
import { test } from "node:test";
import { inShort } from "../../static/src/components/method";
import {
  asked,
  fault,
  isPlan,
  type Plan,
  rateAt,
  SCHEDULES,
  USUAL,
  unusual,
} from "../../static/src/session/plan";
import type { Memory } from "../../static/src/wire/types";
import rates from "../learning_rate.json";

const ADAM = { ...USUAL, optimizer: "adam" } as const;
const REMEMBERED: Memory = { kind: "adam", step: 3, state: { a: { mean: 1, square: 2 } } };

test("the rate of each step is the engine's", () => {
  assert.deepEqual(new Set(rates.map((each) => each.schedule)), new Set(SCHEDULES));
  for (const { schedule, rate, final, over, step, expected } of rates) {
    const plan = { ...USUAL, schedule: schedule as Plan["schedule"], rate, final, over };
    assert.ok(Math.abs(rateAt(plan, step) - expected) <= 1e-15 * rate, `${schedule} at ${step}`);
  }
});

test("only what a rule has is sent, and what it remembers goes on", () => {
  assert.deepEqual(asked(USUAL, null, 0), { optimizer: { kind: "sgd" }, schedule: { kind: "constant" } });
  assert.deepEqual(asked({ ...ADAM, beta1: 0.5 }, REMEMBERED, 3).optimizer, {
    kind: "adam",
    beta1: 0.5,
    beta2: 0.999,
    epsilon: 1e-8,
    step: 3,
    state: REMEMBERED.state,
  });
});

test("another rule begins anew while the rate goes on along its course", () => {
  const plan = { ...USUAL, optimizer: "momentum", schedule: "linear", final: 0.5, over: 8 } as const;
  assert.deepEqual(asked(plan, REMEMBERED, 3), {
    optimizer: { kind: "momentum", momentum: 0.9 },
    schedule: { kind: "linear", final: 0.5, step: 3, over: 8 },
  });
});

test("a plan says what is not as usual, and that alone", () => {
  assert.deepEqual(unusual(USUAL), {});
  assert.deepEqual(unusual({ ...ADAM, rate: 0.5 }), { rate: 0.5, optimizer: "adam" });
});

test("numbers that make no sense are refused with what they must be", () => {
  assert.equal(fault("rate", 0.5), null);
  assert.match(fault("rate", 0) ?? "", /above 0\. Choose Maximise/);
  assert.match(fault("beta1", 1) ?? "", /at least 0 and below 1/);
  assert.match(fault("over", 1.5) ?? "", /an integer from 1 to 10000/);
  assert.match(fault("final", -1) ?? "", /0 or above/);
  assert.match(fault("epsilon", 0) ?? "", /above 0/);
  assert.equal(isPlan({ rate: Number.NaN }), false);
  assert.equal(isPlan(null), false);
  assert.equal(isPlan({}), true);
});

test("a method is named in two words", () => {
  assert.equal(inShort(USUAL), "SGD");
  assert.equal(inShort({ ...ADAM, schedule: "cosine" }), "Adam, cosine");
});
