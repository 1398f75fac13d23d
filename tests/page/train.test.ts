/** The page Train: what is read of a program's text, and what is kept of a run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { divergence } from "../../static/src/train/divergence";
import { difference, inLoop, loopOf, settingsOf, upTo, withSetting } from "../../static/src/train/numbers";
import { nearestOf, progress } from "../../static/src/train/progress";
import { RunRecord } from "../../static/src/train/record";
import type { Pass } from "../../static/src/wire/live";

const SOURCE = `rate = 0.01  # small
unused = 4
random.seed(7)
def train_step(word):
  loss = make(word)
  loss.backward()
  return loss
for epoch in range(3):
  print(epoch)
for step in range(1, 400):
  loss = train_step(step)

  p.data -= rate * p.grad
print("done")
`;

test("the loop is the one around backward, called by itself or in a function", () => {
  assert.deepEqual(loopOf(SOURCE), { from: 10, to: 13 });
  assert.deepEqual(loopOf("while True:\n  L.backward()\n  x = 1\n\ny = 2\n"), { from: 1, to: 3 });
  assert.deepEqual(loopOf("for e in range(2):\n  for s in range(9):\n    L.backward()"), { from: 2, to: 3 });
  assert.equal(loopOf("L.backward()\nfor s in range(9):\n  print(s)\n"), null);
  assert.equal(loopOf("for s in range(9):\n  # L.backward()\n  print(s)\n"), null);
});

test("numbers are plain assignments that are used, seeds, and the limit of the loop", () => {
  const found = settingsOf(SOURCE);
  assert.deepEqual(
    found.map(({ name, line, value }) => [name, line, value]),
    [
      ["rate", 1, 0.01],
      ["seed", 3, 7],
      ["steps", 10, 400],
    ],
  );
  for (const each of found) assert.equal(Number(SOURCE.slice(each.start, each.end)), each.value);
  const [rate] = found;
  assert.ok(rate !== undefined);
  const next = withSetting(SOURCE, rate, "0.003");
  assert.equal(next.split("\n")[0], "rate = 0.003  # small");
  assert.equal(difference(SOURCE, next), "rate 0.01");
  assert.equal(difference(SOURCE, SOURCE), null);
  assert.equal(difference(SOURCE, `${SOURCE}# more\n`), "before the edit");
});

test("a program without a loop gets one with its output in it", () => {
  assert.notEqual(loopOf(inLoop("a = Value(2.0)\nL = a*a\n", "L")), null);
});

test("the program at a pass is the one whose loop ends there", () => {
  const plain = "for s in range(9):\n  L.backward()\n";
  assert.equal(upTo(plain, 4, 9), "for s in range(4):\n  L.backward()\n");
  assert.equal(upTo(`steps = 9\n${plain.replace("9", "steps")}`, 4, 9).split("\n")[0], "steps = 4");
  assert.equal(upTo(plain, 4, 18), plain);
  assert.equal(upTo(SOURCE, 4, 399), SOURCE);
});

const pass = (number: number, more: Partial<Pass> = {}): Pass => ({
  pass: number,
  value: 1,
  nodes: 1,
  line: 1,
  seconds: number / 10,
  of: 40,
  norms: null,
  parts: null,
  recorded: true,
  nonFinite: null,
  ...more,
});

test("a pass that is sent again is not counted again, and the speed is that of the last second", () => {
  const record = new RunRecord();
  for (const number of [1, 2, 3, 2, 3, 4]) record.add(pass(number));
  assert.deepEqual(record.at, [1, 2, 3, 4]);
  assert.ok(Math.abs((record.speed ?? 0) - 10) < 1e-9);
  for (let number = 5; number <= 104; number += 1)
    record.add(pass(number, { seconds: 0.4 + (number - 4) / 50 }));
  assert.ok(Math.abs((record.speed ?? 0) - 50) < 1e-6);
});

test("parts are thinned and never those of another pass", () => {
  const record = new RunRecord();
  const large = (): Float32Array => new Float32Array(2 ** 20);
  for (let number = 1; number <= 12; number += 1)
    record.add(pass(number, { parts: [{ name: "w", shape: [2 ** 20], data: large(), grad: large() }] }));
  const kept = record.at.filter((at) => record.partsAt(at) !== null);
  assert.ok(kept.length < 12 && kept.includes(1) && kept.includes(12), String(kept));
  assert.equal(record.partsAt(99), null);
});

test("the first pass that is not finite stays the first", () => {
  const record = new RunRecord();
  for (const value of [1, Number.NaN, Number.NaN]) record.add(pass(record.at.length + 1, { value }));
  assert.equal(record.broken?.pass, 2);
});

test("progress says what is left where the loop's length is known", () => {
  assert.equal(progress(264, 400, 41, true), "264 of 400, about 3 s left");
  assert.equal(progress(264, 400, 41, false), "264 of 400");
  assert.equal(progress(264, null, 41, true), "264");
  assert.equal(nearestOf([1, 4, 8], 7), 8);
  assert.equal(nearestOf([], 7), null);
});

const PASS: Pass = {
  pass: 4,
  value: Number.NaN,
  nodes: 9,
  line: 12,
  seconds: 1,
  of: null,
  norms: null,
  parts: null,
  recorded: false,
  nonFinite: { node: "n7", name: "log", line: 44, what: "nan" },
};

test("a run that breaks is said with its step, its place and the rate that overshot", () => {
  const course = { at: [1, 2, 3, 4], loss: [2, 1, 40, Number.NaN] };
  assert.equal(
    divergence(course, PASS, () => 0.8),
    "The loss is nan from step 4. It began in log, line 44. Rate 0.8 overshot at step 2.",
  );
  assert.equal(
    divergence(course, { ...PASS, nonFinite: null }, () => null),
    "The loss is nan from step 4.",
  );
  const falling = { at: [1, 2, 3], loss: [4, 2, 1] };
  const grad = {
    ...PASS,
    pass: 3,
    value: 1,
    nonFinite: { node: "n7", name: null, line: null, what: "inf" as const },
  };
  assert.equal(
    divergence(falling, grad, () => 0.8),
    "A number is inf from step 3. It began in n7.",
  );
});

test("a loss that runs away without an end is said too, and one that falls is not", () => {
  const away = { at: [1, 2, 3], loss: [2, 1, 5000] };
  assert.equal(
    divergence(away, null, () => 1.5),
    "The loss is 5000 at step 3, 2,500 times what it began with. Rate 1.5 overshot at step 2.",
  );
  assert.equal(
    divergence({ at: [1, 2], loss: [2, 1] }, null, () => 1),
    null,
  );
  assert.equal(
    divergence({ at: [], loss: [] }, null, () => 1),
    null,
  );
});
