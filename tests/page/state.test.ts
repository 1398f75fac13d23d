import assert from "node:assert/strict";
import { test } from "node:test";
import { name, ordinal, origin, rule } from "../../static/src/compute/naming";
import { usesOf } from "../../static/src/compute/uses";
import { History } from "../../static/src/session/history";
import { lineValues, mainOn, nodesOn } from "../../static/src/session/lines";
import { createProgram } from "../../static/src/session/program";
import { halfWidth, sliderStep } from "../../static/src/session/ranges";
import { createSession } from "../../static/src/session/session";
import { setBoot } from "../../static/src/wire/boot";
import { graph, lecture, twice } from "./graph";

/** What these tests do not look at. */
const REST = { formula: "", token: "", arity: 2, aliases: [] };

setBoot({
  ops: [
    { name: "mul", symbol: "×", rules: ["∂(a·b)/∂a = b", "∂(a·b)/∂b = a"], ...REST },
    { name: "add", symbol: "+", rules: ["1", "1"], ...REST },
    { name: "neg", symbol: "−", rules: ["∂(−a)/∂a = −1"], ...REST },
    { name: "tanh", symbol: "tanh", rules: ["∂tanh(a)/∂a = 1 − tanh²(a)"], ...REST },
    { name: "max", symbol: "max", rules: ["", ""], ...REST },
    { name: "sum", symbol: "Σ", rules: ["one for all"], ...REST },
  ],
});

test("a slider has room on both sides of its value", () => {
  assert.equal(halfWidth(2, 10), 10);
  assert.equal(halfWidth(10, 10), 20);
  assert.equal(halfWidth(-120, 10), 500);
  assert.equal(halfWidth(0.3, 2), 2);
  assert.equal(halfWidth(Number.NaN, 10), 10);
  assert.equal(sliderStep(10), 0.01);
});

test("the value of a line is its one op that the line does not use again", () => {
  const lines = lineValues(lecture());
  assert.deepEqual(
    [...lines].map(([line, node]) => [line, node.label]),
    [
      [4, "e"],
      [5, "d"],
      [7, "L"],
    ],
  );
  const loop = graph([
    { label: "a", data: 1, grad: 1 },
    { label: "b", data: 2, grad: 1, op: "add", inputs: [{ node: "n0", partial: 1 }], line: 3 },
    { label: "c", data: 3, grad: 1, op: "neg", inputs: [{ node: "n0", partial: 1 }], line: 3 },
  ]);
  assert.equal(lineValues(loop).size, 0);
  assert.deepEqual(
    nodesOn(loop, 3).map((node) => node.label),
    ["b", "c"],
  );
  assert.equal(mainOn(loop, 3)?.label, "c");
  assert.equal(mainOn(lecture(), 4)?.label, "e");
  assert.equal(mainOn(lecture(), 99), null);
});

test("a line of a file is another line than that of the program", () => {
  const doc = lecture();
  const nodes = doc.nodes.map((node) => (node.label === "e" ? { ...node, file: "value.py" } : node));
  const [e] = nodesOn({ ...doc, nodes }, 4, "value.py");
  assert.equal(e?.label, "e");
  assert.deepEqual(nodesOn({ ...doc, nodes }, 4), []);
  assert.equal(lineValues({ ...doc, nodes }, "value.py").get(4)?.label, "e");
  assert.equal(lineValues({ ...doc, nodes }).has(4), false);
});

test("origins read as on the card", () => {
  const doc = graph([
    { label: "a", data: 1, grad: 1 },
    { label: "", data: 2, grad: 0, op: "constant" },
    {
      label: "",
      data: 2,
      grad: 1,
      op: "mul",
      inputs: [
        { node: "n0", partial: 2 },
        { node: "n1", partial: null },
      ],
    },
    { label: "t", data: 2, grad: 1, op: "tanh", inputs: [{ node: "n2", partial: 2 }] },
    {
      label: "m",
      data: 2,
      grad: 1,
      op: "max",
      inputs: [
        { node: "n2", partial: 2 },
        { node: "n3", partial: 2 },
      ],
    },
    { label: "g", data: 2, grad: 1, op: "neg", inputs: [{ node: "n0", partial: 2 }] },
    {
      label: "s",
      data: 2,
      grad: 1,
      op: "sum",
      inputs: Array.from({ length: 9 }, () => ({ node: "n0", partial: 1 })),
    },
  ]);
  const origins = doc.nodes.slice(2).map((node) => origin(doc, node));
  assert.deepEqual(origins, ["a × 2", "tanh n2", "max(n2, t)", "−a", "sum of 9"]);
  assert.equal(name(doc.nodes[1] ?? assert.fail()), "2");
  assert.equal(rule("mul", 1), "∂(a·b)/∂b = a");
  assert.equal(rule("sum", 7), "one for all");
  assert.deepEqual([0, 1, 6].map(ordinal), ["first", "second", "7th"]);
});

test("the shares of all uses sum to the grad", () => {
  for (const doc of [lecture(), twice()]) {
    for (const node of doc.nodes.slice(0, -1)) {
      const shares = usesOf(doc, node).map((use) => use.share ?? 0);
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        node.grad,
        node.label,
      );
    }
  }
  assert.equal(usesOf(twice(), twice().nodes[0] ?? assert.fail()).length, 2);
});

test("free names keep their numbers while the text mentions them", () => {
  const { given, moved, withNumbers, keepGiven } = createProgram();
  given.value = { a: 2, b: 3 };
  moved.value = { a: 5, w: 1 };
  assert.deepEqual(withNumbers({ source: "a + ab" }).values, { a: 5, w: 1 });
  assert.deepEqual(withNumbers({ source: "a + b" }, {}).values, { a: 2, b: 3 });
  keepGiven();
  assert.deepEqual(given.value, { a: 5, b: 3 });
});

test("all leaves are pinned where they are shown", () => {
  const leaves = lecture().nodes.filter((node) => node.op === "leaf");
  assert.deepEqual(createProgram().pinned(leaves), { a: 2, b: -3, c: 10, f: -2 });
});

test("history goes back and forth, and a new action forgets what was undone", () => {
  const history = new History<string>();
  assert.equal(history.undo("now"), null);
  history.keep("one");
  history.keep("two");
  assert.equal(history.undo("three"), "two");
  assert.equal(history.redo("two"), "three");
  assert.equal(history.undo("three"), "two");
  history.keep("two");
  assert.equal(history.canRedo.value, false);
  history.clear();
  assert.equal(history.canUndo.value, false);
});

test("after an edit the chosen value is found again by its name, or let go of", () => {
  const { document, selection } = createSession({ draws: false });
  const { doc } = document;
  const { isChosen, select, selected } = selection;
  doc.value = lecture();
  select("n4");
  assert.equal(selected.value?.label, "d");
  doc.value = graph(
    [
      { label: "d", data: 1, grad: 1 },
      { label: "z", data: 1, grad: 1, op: "neg", inputs: [{ node: "n0", partial: -1 }] },
    ],
    { structure: "other" },
  );
  assert.equal(selected.value?.id, "n0");
  doc.value = graph([{ label: "z", data: 1, grad: 1 }], { structure: "third" });
  assert.equal(isChosen.value, false);
  assert.equal(selected.value?.label, "z");
});
