import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, groupsOf, levelsOf } from "../../static/src/compute/levels";
import { called } from "../../static/src/compute/naming";
import { positions } from "../../static/src/drawing/picture";
import { headOf } from "../../static/src/session/box";
import { asTooLarge } from "../../static/src/session/picture";
import { createSession } from "../../static/src/session/session";
import { setBoot } from "../../static/src/wire/boot";
import { readProblem } from "../../static/src/wire/problem";
import levels from "../group_levels.json";
import { graph } from "./graph";

test("levels of groups go up to the outermost, without the number of a call", () => {
  assert.equal(bare("n[3]/layer0"), "n/layer0");
  for (const { groups, levels: expected } of levels) assert.deepEqual(levelsOf(groups), expected);
});

test("the groups of a graph that is sent as numbers are those that have no groups in them", () => {
  const groups = ["n", "n/layer0", "n/layer0/neuron0", "n[0]", "n[0]/layer0"].map((path) => ({ path }));
  assert.deepEqual(groupsOf(graph([], { groups })), ["n/layer0/neuron0", "n[0]/layer0"]);
  assert.deepEqual(groupsOf(graph([{ label: "a", data: 1, grad: 1, group: "n/layer0" }])), ["n/layer0"]);
  assert.deepEqual(groupsOf(null), []);
});

test("the positions of a box are read as they are written", () => {
  assert.deepEqual(positions("3 7+4*3 20"), [3, 7, 11, 15, 20]);
});

test("the output of a graph that is sent as numbers has its name", () => {
  const large = graph([], { output: "n38280", output_name: "total_loss" });
  assert.equal(called(large, "n38280"), "total_loss");
  assert.equal(called(large, "n7"), "n7");
  assert.equal(called(graph([], { output: "n7" }), "n7"), "n7");
  assert.equal(called(null, null), "");
});

test("what has too many values is folded of itself, until somebody says otherwise", () => {
  setBoot({ limits: { drawn_nodes: { value: 2, unit: "", about: "" } } });
  const three = graph([1, 2, 3].map((data) => ({ label: `x${data}`, data, grad: 1 })));
  const other = createSession({ draws: false });
  other.document.doc.value = { ...three, structure: null };
  assert.equal(other.view.folded.value, false, "only a page that has use for it folds");
  const { document, view } = createSession({ mayFold: true });
  const { collapsed, direction, fold, folded, folding, isWhole, showWhole } = view;
  document.doc.value = { ...three, structure: null };
  assert.equal(folded.value, true);
  assert.equal(direction.value, "TB");
  assert.equal(isWhole.value, false);
  fold();
  assert.equal(folded.value, false);
  assert.equal(isWhole.value, true);
  collapsed.value = ["n"];
  showWhole();
  assert.equal(folded.value, false, "every value is every value");
  folding.value = null;
  assert.equal(folded.value, true);
  collapsed.value = ["n"];
  assert.equal(folded.value, false, "groups were chosen, and they may fit");
});

test("what is said of a box before its numbers is its name, how often, and of how many values", () => {
  const about = ["100 copies", "6,400 values"];
  const label = "model/layer0, 100 copies, 6,400 values, data from 0 to 2.05, grad not computed yet";
  assert.deepEqual(headOf(label), { name: "model/layer0", about });
  assert.deepEqual(headOf("data_loss, 3 values, data 0.8863, grad not computed yet"), {
    name: "data_loss",
    about: ["3 values"],
  });
  assert.deepEqual(headOf("total_loss, data 0.8958, grad 1.0000, up to date, from a + b"), {
    name: "total_loss",
    about: [],
  });
  assert.deepEqual(headOf("loss, 48 copies, 48 values, data from 0 to 1, grad not computed yet"), {
    name: "loss",
    about: ["48 copies"],
  });
  assert.deepEqual(headOf("w, 3 copies a day, data −1.0000, grad not computed yet"), {
    name: "w, 3 copies a day",
    about: [],
  });
  const digits = `w, ${"1".repeat(200)}`;
  assert.deepEqual(headOf(`${digits}, data 1.0000`), { name: digits, about: [] });
});

test("more boxes than a request may name are said to be too many", () => {
  const refusal = readProblem(422, {
    code: "invalid-request",
    detail: "`view.collapsed` list should have at most 1000 items after validation, not 1001.",
    names: ["view.collapsed"],
  });
  assert.equal(asTooLarge(refusal).detail, "Too many boxes for one picture.");
  const other = readProblem(422, { code: "invalid-request", names: ["source"] });
  assert.equal(asTooLarge(other), other);
});
