/** The playground: its program and its controls are one, tables, the forward pass in the page, contours. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contour } from "../../static/src/train/playground/contour";
import { guess, parseTable, pick, printPoints, readPoints } from "../../static/src/train/playground/csv";
import { chances, pulls } from "../../static/src/train/playground/data";
import { activations, forward, networkOf, overGrid } from "../../static/src/train/playground/forward";
import {
  ACTIVATIONS,
  LOSSES,
  METHODS,
  print,
  SETS,
  type Settings,
  taskOf,
  USUAL,
} from "../../static/src/train/playground/program";
import { isLarge, rescaled } from "../../static/src/train/playground/rescale";
import { isPlayground, read, shapeOf, write } from "../../static/src/train/playground/text";

/** mulberry32. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function anySettings(random: () => number): Settings {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const whole = (most: number): number => 1 + Math.floor(random() * most);
  const set = of(SETS)[0];
  const task = set === "own" ? of(["two", "several", "number"] as const) : taskOf(set);
  return {
    set,
    task,
    points: set === "own" ? USUAL.points : whole(1000),
    noise: set === "own" ? USUAL.noise : random(),
    dataSeed: set === "own" ? USUAL.dataSeed : whole(1e6),
    testShare: of([0, 0.2, 0.5]),
    inputs: set === "own" ? whole(5) : task === "number" ? 1 : 2,
    hidden: Array.from({ length: Math.floor(random() * 4) }, () => whole(32)),
    outputs: task === "several" ? 3 : 1,
    activation: of(ACTIVATIONS),
    seed: whole(1e6),
    loss: task === "number" ? "squared" : of(LOSSES)[0],
    l2: of([0, 1e-4, 1e-7, 0.5]),
    method: of(METHODS)[0],
    rateFrom: random(),
    rateTo: 10 ** (-8 * random()),
    batch: of([null, 1, 16, 512]),
    steps: whole(1000),
  };
}

/** What the text says, without what a read data set does not have. */
function told(text: string): Partial<Settings> {
  const { batchIsAll, ...found } = read(text);
  assert.equal(batchIsAll, found.batch === null);
  const { set } = found;
  const rest = set === "own" ? { points: USUAL.points, noise: USUAL.noise, dataSeed: USUAL.dataSeed } : {};
  return { ...found, ...rest } as Partial<Settings>;
}

/** Lines by hand at a place of the text where a statement can begin. */
function edited(text: string, random: () => number): string {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, at) =>
    /^(seed|test_share|l2|steps|parameters|for|model|watch)\b/.test(line) ? [at] : [],
  );
  const at = starts[Math.floor(random() * starts.length)] ?? 0;
  const added =
    ["# mine", "mine = [1, 2]  # seed = 4", "print('seed = 3')", ""][Math.floor(random() * 4)] ?? "";
  return [...lines.slice(0, at), added, ...lines.slice(at)].join("\n");
}

test("what the controls say is read back from the program, also with lines by hand in it", () => {
  const random = randomly(1);
  for (let turn = 0; turn < 400; turn += 1) {
    const settings = anySettings(random);
    let text = print(settings);
    assert.ok(isPlayground(text));
    assert.deepEqual(told(text), settings, text);
    for (let times = 0; times < 3; times += 1) text = edited(text, random);
    assert.deepEqual(told(text), settings, text);
  }
});

test("a change of every control gives the program of those settings, letter for letter", () => {
  const random = randomly(2);
  for (let turn = 0; turn < 400; turn += 1) {
    const [from, to] = [anySettings(random), anySettings(random)];
    // Another set, then the rest: the numbers of a set that is made come with it.
    const next = write(
      write(print(from), { set: to.set, task: to.task, inputs: to.inputs, outputs: to.outputs }),
      to,
    );
    assert.equal(next, print(to));
  }
});

test("a control changes its own piece and leaves what was written by hand", () => {
  const random = randomly(3);
  const changes = [
    { noise: 0.25 },
    { steps: 7 },
    { hidden: [4] },
    { activation: "tanh" },
    { method: "adam" },
    { batch: 8 },
  ] as const;
  for (let turn = 0; turn < 200; turn += 1) {
    const text = edited(edited(print(USUAL), random), random);
    for (const change of changes) {
      const next = write(text, change);
      assert.notEqual(next, text);
      assert.deepEqual(told(next), { ...USUAL, ...change });
      assert.equal(write(next, USUAL), text);
    }
  }
});

test("what no control can say is left as it is", () => {
  const cases: readonly (readonly [string, string, Partial<Settings>])[] = [
    ["seed = 1337\nrandom", "seed = 1300 + 37\nrandom", { seed: 4 }],
    ["steps = 100", "steps = 50\nsteps = 100", { steps: 4 }],
    ["p.data -= rate * p.grad", "p.data -= 2 * rate * p.grad", { method: "adam" }],
    ["(1 + -y[i] * score)", "(2 + -y[i] * score)", { loss: "squared" }],
    ["[16, 16, 1]", "[16] * 2 + [1]", { hidden: [3] }],
    ['"relu"', "kind", { activation: "tanh" }],
    ["moons(points", "moons(2 * points", { set: "xor" }],
    ["batch = len(train)", "batch = len(train) // 2", { batch: 3 }],
  ];
  for (const [from, to, change] of cases) {
    const text = print(USUAL).replace(from, to);
    assert.notEqual(text, print(USUAL));
    assert.equal(write(text, change), text);
    const [name = "set"] = Object.keys(change) as (keyof Settings)[];
    assert.equal(read(text)[name], null);
  }
});

test("networks as other programs write them", () => {
  const micrograd =
    "from micrograd.nn import MLP\nX, y = make_moons(100)\nmodel = MLP(2, [16, 16, 1]) # relu\n";
  assert.deepEqual(shapeOf(micrograd), {
    inputs: 2,
    widths: [16, 16, 1],
    activation: "relu",
    last: "linear",
  });
  assert.equal(isPlayground(micrograd), false);
  assert.equal(isPlayground(`${micrograd}loss.backward()\n`), true);
  const lecture = shapeOf("model = MLP(3, [4, 1])\n");
  assert.deepEqual([lecture?.activation, lecture?.last], ["tanh", "tanh"]);
  assert.equal(shapeOf("model = MLP(n, [4, 1])\n"), null);
});

const tableOf = (text: string) =>
  parseTable(text).table ?? assert.fail(JSON.stringify(parseTable(text).faults));
const codes = (text: string) => parseTable(text).faults.map(({ code, line, column }) => [code, line, column]);

test("tables with commas, semicolons, tabs, a header or none, decimal commas", () => {
  for (const text of [
    "a,b,c\n1.5,2,-1\n3,4,1\n",
    "a;b;c\n1,5;2;-1\n3;4;1",
    "a\tb\tc\r\n1,5\t2\t-1\r\n\r\n3\t4\t1\r\n",
  ]) {
    const table = tableOf(text);
    assert.deepEqual(table.header, ["a", "b", "c"]);
    const { points } = pick(table, guess(table));
    assert.deepEqual(points, {
      names: ["a", "b"],
      rows: [
        [1.5, 2],
        [3, 4],
      ],
      labels: [-1, 1],
      classes: ["-1", "1"],
    });
    assert.deepEqual(readPoints(printPoints(points ?? assert.fail())), points);
  }
  const bare = tableOf('1,2,"set, osa"\n3,4,virginica\n5,6,x\n');
  assert.equal(bare.hasHeader, false);
  const { points } = pick(bare, guess(bare));
  assert.deepEqual(
    [points?.labels, points?.classes],
    [
      [0, 1, 2],
      ["set, osa", "virginica", "x"],
    ],
  );
});

test("a label of many numbers is learned as a number", () => {
  const table = tableOf(Array.from({ length: 30 }, (_, i) => `${i},${i / 7}`).join("\n"));
  assert.equal(guess(table).isNumber, true);
  assert.deepEqual(pick(table, guess(table)).points?.classes, []);
});

test("bad tables are refused at their place", () => {
  assert.deepEqual(codes(""), [["empty", null, null]]);
  assert.deepEqual(codes("a,b\n"), [["empty", null, null]]);
  assert.deepEqual(codes("1\n2\n"), [["one-column", 1, 1]]);
  assert.deepEqual(codes("1,2,3\n\n1,2\n1,2,3,4\n"), [
    ["ragged", 3, 3],
    ["ragged", 4, 4],
  ]);
  assert.deepEqual(codes("1,2\n".repeat(1_000_000)), [["too-many-rows", null, null]]);
  assert.equal(parseTable("1,2\n".repeat(10_000)).table?.rows.length, 10_000);
  assert.equal(codes(`a,b\n${"1,2\n".repeat(10_001)}`)[0]?.[0], "too-many-rows");
});

test("bad columns are refused at their place", () => {
  const faults = (text: string, inputs: number[], label: number, isNumber = false) => {
    const picked = pick(tableOf(text), { inputs, label, isNumber });
    return [...picked.faults, ...picked.notes].map(({ code, line, column }) => [code, line, column]);
  };
  assert.deepEqual(faults("x,y\nnan,1\n2,\n", [0], 1), [
    ["not-a-number", 2, 1],
    ["missing", 3, 2],
  ]);
  assert.deepEqual(faults("1,a\n2,a\n", [0], 1), [["one-class", null, 2]]);
  assert.deepEqual(faults("1,5,a\n2,5,b\n", [0, 1], 2), [["constant", null, 2]]);
  assert.deepEqual(faults("1,a\n2,b\n", [0], 1, true), [
    ["not-a-number", 1, 2],
    ["not-a-number", 2, 2],
  ]);
  assert.deepEqual(faults("1,inf\n2,1e400\n", [0], 1, true), [
    ["not-a-number", 1, 2],
    ["not-a-number", 2, 2],
  ]);
  assert.deepEqual(faults("1,a\n2,b\n", [], 1), [["missing", null, null]]);
});

const part = (name: string, shape: number[], data: number[]) => ({
  name,
  shape,
  data: Float32Array.from(data),
});
const PARTS = [
  part("model.layers.1.b", [1], [0.5]),
  part("model.layers.0.w", [2, 2], [1, -1, 2, 0.5]),
  part("model.layers.0.b", [2], [0, -1]),
  part("model.layers.1.w", [1, 2], [1, -2]),
];

test("the forward pass, of a point, of many, and of a neuron", () => {
  const network = networkOf(PARTS, "relu", "linear") ?? assert.fail();
  // relu(3 − 1) = 2, relu(6 + 0.5 − 1) = 5.5; 2 − 11 + 0.5
  assert.deepEqual(
    activations(network, [3, 1]).map((each) => [...each]),
    [[3, 1], [2, 5.5], [-8.5]],
  );
  assert.deepEqual([...forward(network, Float32Array.of(3, 0, 1, 1), 2)], [-8.5, 0.5]);
  assert.deepEqual([...forward(network, Float32Array.of(3, 0, 1, 1), 2, { layer: 0, neuron: 0 })], [2, -1]);
  const grid = { columns: 50, rows: 40, x: [-1, 1], y: [0, 2], across: 0, up: 1, rest: [] } as const;
  const scores = overGrid(network, grid);
  assert.equal(scores.length, 2000);
  const [x, y] = [-1 + (37.5 * 2) / 50, (21.5 * 2) / 40];
  assert.ok(Math.abs((scores[21 * 50 + 37] ?? 0) - (activations(network, [x, y])[2]?.[0] ?? 0)) < 1e-6);
  assert.equal(networkOf(PARTS.slice(1), "relu", "linear"), null);
});

test("a contour is one joined line at its level", () => {
  const size = 41;
  const values = Float32Array.from({ length: size * size }, (_, at) =>
    Math.hypot((at % size) - 20, Math.floor(at / size) - 20),
  );
  const lines = contour(values, size, size, 12.5);
  assert.equal(lines.length, 1);
  const line = lines[0] ?? assert.fail();
  assert.deepEqual([...line.slice(0, 2)], [...line.slice(-2)]);
  for (let at = 0; at < line.length; at += 2)
    assert.ok(Math.abs(Math.hypot((line[at] ?? 0) - 20, (line[at + 1] ?? 0) - 20) - 12.5) < 0.02);
  assert.equal(contour(values, size, size, 100).length, 0);
});

/** Written by tests/app/examples/test_playground.py from the engine's own forward. */
interface Trained {
  readonly parts: readonly { readonly name: string; readonly shape: number[]; readonly data: number[] }[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Row by row. */
  readonly scores: readonly (readonly number[])[];
}

test("regions are the engine's own, cell by cell of the grid of micrograd's demo", () => {
  const trained = JSON.parse(readFileSync("tests/playground_regions.json", "utf8")) as Trained;
  const network = networkOf(
    trained.parts.map(({ name, shape, data }) => part(name, shape, data)),
    "relu",
    "linear",
  );
  const columns = trained.x.length;
  const points = trained.y.flatMap((y) => trained.x.map((x) => [x, y] as const));
  const inputs = Float32Array.from([...points.map(([x]) => x), ...points.map(([, y]) => y)]);
  const scores = forward(network ?? assert.fail(), inputs, points.length);
  assert.ok(points.length > 100);
  trained.scores.forEach((row, at) => {
    row.forEach((score, k) => {
      const here = scores[at * columns + k] ?? Number.NaN;
      assert.equal(here > 0, score > 0);
      assert.ok(Math.abs(here - score) < 1e-4 * Math.max(1, Math.abs(score)), `${here}, ${score}`);
    });
  });
  // The same cells from the grid that the worker computes: each is the middle of one of its own.
  const [h, x0, y0] = [0.25, trained.x[0] ?? 0, trained.y[0] ?? 0];
  const grid = {
    columns,
    rows: trained.y.length,
    x: [x0 - h / 2, x0 - h / 2 + h * columns],
    y: [y0 - h / 2, y0 - h / 2 + h * trained.y.length],
    across: 0,
    up: 1,
    rest: [],
  } as const;
  overGrid(network ?? assert.fail(), grid).forEach((score, at) => {
    assert.ok(Math.abs(score - (scores[at] ?? Number.NaN)) < 1e-3, `${score}, ${scores[at]}`);
  });
});

test("the programs that the sandbox is tested with are the ones that the controls write", () => {
  const programs = JSON.parse(readFileSync("tests/playground_programs.json", "utf8")) as Record<
    string,
    string
  >;
  const { demo, ...others } = programs;
  assert.equal(demo, print(USUAL));
  for (const [name, source] of Object.entries(others)) {
    const found = read(source);
    for (const [key, value] of Object.entries(found))
      assert.ok(value !== null || key === "batch" || found.set === "own", `${name}: ${key}`);
    const { batchIsAll: _, ...settings } = found;
    assert.equal(
      print({
        ...USUAL,
        ...(Object.fromEntries(
          Object.entries(settings).filter(([key, value]) => value !== null || key === "batch"),
        ) as Partial<Settings>),
      }),
      source,
      name,
    );
  }
});

const SEVERAL = {
  "max-margin": (scores: number[], label: number) =>
    scores.reduce((sum, each) => sum + Math.max(0, 1 + each - (scores[label] ?? 0)), 0) - 1,
  squared: (scores: number[], label: number) =>
    scores.reduce((sum, each, at) => sum + (each - (at === label ? 1 : 0)) ** 2, 0),
  "cross-entropy": (scores: number[], label: number) =>
    Math.log(scores.reduce((sum, each) => sum + Math.exp(each - (scores[label] ?? 0)), 0)),
} as const;

test("what a point adds to the grads of several scores is the derivative of its loss", () => {
  const random = randomly(11);
  for (const [loss, of] of Object.entries(SEVERAL))
    for (let round = 0; round < 40; round += 1) {
      const scores = Array.from({ length: 3 }, () => 6 * random() - 3);
      const label = round % 3;
      const found = pulls(loss as keyof typeof SEVERAL, label, scores, 50);
      found.forEach((grad, at) => {
        const by = (h: number): number =>
          of(
            scores.map((each, k) => (k === at ? each + h : each)),
            label,
          ) / 50;
        assert.ok(Math.abs(grad - (by(1e-6) - by(-1e-6)) / 2e-6) < 1e-7, `${loss} ${scores} ${at}`);
      });
    }
});

test("softmax of large scores sums to 1", () => {
  const shares = chances([1000, 999, -1000]);
  assert.ok(Math.abs(shares.reduce((one, other) => one + other, 0) - 1) < 1e-12);
  assert.ok(Math.abs((shares[0] ?? 0) - 1 / (1 + Math.exp(-1))) < 1e-12);
});

test("own data is rescaled to mean 0 and deviation 1, a constant column to 0", () => {
  const points = {
    names: ["a", "b"],
    rows: [
      [100, 7],
      [300, 7],
      [500, 7],
    ],
    labels: [-1, 1, 1],
    classes: [],
  };
  assert.equal(isLarge(points), true);
  const found = rescaled(points);
  assert.deepEqual(found.scales[1], { name: "b", mean: 7, deviation: 1 });
  const column = found.points.rows.map(([a = Number.NaN]) => a);
  assert.ok(Math.abs(column.reduce((one, other) => one + other, 0)) < 1e-12);
  assert.ok(Math.abs(column.reduce((one, other) => one + other ** 2, 0) / 3 - 1) < 1e-12);
  assert.deepEqual(
    found.points.rows.map(([, b]) => b),
    [0, 0, 0],
  );
  assert.equal(isLarge(found.points), false);
});
