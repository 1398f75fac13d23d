/** A program in a loop of descent: what is done once, what in each step, and what moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasLoop, inLoop } from "../../static/src/explore/descent/loop";
import { indented, statements } from "../../static/src/explore/descent/statements";
import { USUAL } from "../../static/src/session/plan";

const LECTURE = [
  "a = Value(2.0, label='a')",
  "b = Value(-3.0, label='b')",
  "e = a*b; e.label = 'e'",
  "c = Value(10.0, label='c')",
  "d = e + c",
  "L = d * c; L.label = 'L'",
].join("\n");

const asked = (source: string, output: string, trained: readonly string[], rest = {}) => ({
  source,
  output,
  trained,
  free: {},
  plan: USUAL,
  taken: 0,
  ...rest,
});

test("leaves are made once, what is computed of them in each step", () => {
  assert.equal(
    inLoop(asked(LECTURE, "L", ["a", "b", "c"])),
    [
      "a = Value(2.0, label='a')",
      "b = Value(-3.0, label='b')",
      "c = Value(10.0, label='c')",
      "",
      "rate = 0.01",
      "steps = 20",
      "parameters = [a, b, c]",
      "",
      "for step in range(steps):",
      "    for p in parameters:",
      "        p.grad = 0.0",
      "    e = a*b",
      "    e.label = 'e'",
      "    d = e + c",
      "    L = d * c",
      "    L.label = 'L'",
      "    L.backward()",
      "    eta = rate",
      "    for i, p in enumerate(parameters):",
      "        p.data = p.data - eta * p.grad",
      "",
    ].join("\n"),
  );
});

test("a leaf that is held is no parameter, and names of the program are left alone", () => {
  const found = inLoop(asked(`rate = 3\nstep = 4\n${LECTURE}`, "L", ["a"], { taken: 37 })) ?? "";
  assert.match(found, /^parameters = \[a\]$/m);
  assert.match(found, /^rate_ = 0\.01$/m);
  assert.match(found, /^steps = 37$/m);
  assert.match(found, /^for step_ in range\(steps\):$/m);
});

test("a network gives its own parameters; data and seeds stay outside the loop", () => {
  const source = [
    "from micrograd.nn import MLP",
    "random.seed(1)",
    "X, y = make_moons(n_samples=10, noise=0.1)",
    "y = [each*2 - 1 for each in y] # −1 or 1",
    "model = MLP(2, [4, 1])",
    "def score(x):",
    "  return model(x)",
    "# forward",
    "scores = [score(x) for x in X]",
    "loss = sum((1 + -yi*si).relu() for yi, si in zip(y, scores))",
    "loss.backward()",
  ].join("\n");
  const plan = {
    ...USUAL,
    steps: 100,
    rate: 1,
    schedule: "linear" as const,
    final: 0.1,
    optimizer: "momentum" as const,
  };
  const found = inLoop(asked(source, "loss", ["w0", "b"], { plan })) ?? "";
  const [once = "", each = ""] = found.split("for step in range(steps):");
  for (const line of ["random.seed(1)", "X, y = make_moons", "y = [each", "model = MLP", "def score(x):"])
    assert.ok(once.includes(line), line);
  assert.match(once, /^parameters = \[\*model\.parameters\(\)\]$/m);
  assert.match(once, /^velocity = \[0\.0\] \* len\(parameters\)$/m);
  for (const line of [
    "    # forward\n    scores = [score",
    "    loss = sum(",
    "    loss.backward()\n    eta = rate + (0.1 - rate)",
  ])
    assert.ok(each.includes(line), each);
  assert.equal(found.match(/backward/g)?.length, 1);
});

test("a last expression gets a name, and free names are made", () => {
  const found = inLoop(asked("(a*b + c)**2", "", ["a", "c"], { free: { a: 2, b: -1, c: 0.5 } })) ?? "";
  assert.match(found, /^b = Value\(-1, label='b'\)$/m);
  assert.match(found, /^parameters = \[a, c\]$/m);
  assert.match(found, /^ {4}loss = \(a\*b \+ c\)\*\*2$/m);
  assert.match(found, /^ {4}loss\.backward\(\)$/m);
});

test("a program with a loop, and one whose leaves have no name, are left as they are", () => {
  const loop = "n = MLP(2, [1])\nfor k in range(3):\n  loss = n([1, 2])\n  loss.backward()\n";
  assert.equal(hasLoop(loop), true);
  assert.equal(inLoop(asked(loop, "loss", ["w0"])), null);
  assert.equal(hasLoop(LECTURE), false);
  assert.equal(inLoop(asked("L = Value(2.0) * Value(3.0)", "L", ["n0"])), null);
  assert.equal(inLoop(asked("", "", [])), null);
});

test("lists of leaves are parameters, own classes make leaves, strings keep their lines", () => {
  const source = [
    "class Scalar:",
    "  def backward(self): pass",
    "w = [Scalar(1), Scalar(2)]",
    "M = [[Scalar(1)], [Scalar(2)]]",
    "s = '''one",
    "two'''",
    "L = w[0] * w[1] * M[0][0]",
  ].join("\n");
  const found = inLoop(asked(source, "L", ["w[0]"])) ?? "";
  assert.match(found, /^parameters = \[\*w, \*\(value for row in M for value in row\)\]$/m);
  assert.equal(indented("x = '''one\ntwo'''\ny = 1"), "    x = '''one\ntwo'''\n    y = 1");
  assert.deepEqual([...(statements("x, (y, z) = 1, (2, 3)")[0]?.sets ?? [])], ["x", "y", "z"]);
  assert.deepEqual([...(statements("x += y")[0]?.uses ?? [])], ["x", "y"]);
});

test("adam as the panel has it", () => {
  const plan = {
    ...USUAL,
    optimizer: "adam" as const,
    schedule: "cosine" as const,
    direction: "maximize" as const,
  };
  const found = inLoop(asked(LECTURE, "L", ["a"], { plan })) ?? "";
  assert.match(found, /^import math$/m);
  assert.match(found, /^ {8}g = -p\.grad$/m);
  assert.match(
    found,
    /^ {4}eta = 0 \+ \(rate - 0\) \* \(1 \+ math\.cos\(math\.pi \* min\(step, 100\) \/ 100\)\) \/ 2$/m,
  );
});
