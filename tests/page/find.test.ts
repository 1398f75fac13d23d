import assert from "node:assert/strict";
import { test } from "node:test";
import { findLines, findValues, readQuery } from "../../static/src/compute/find";
import { holds } from "../../static/src/drawing/found";
import { foundHere, keyOf, sectionsOf, shares } from "../../static/src/explore/find/rows";
import { setBoot } from "../../static/src/wire/boot";
import type { GraphNode, OpEntry } from "../../static/src/wire/types";
import shared from "../find_cases.json";
import { graph } from "./graph";

const ops = ["tanh", "log", "mul", "add", "pow"].map((name) => ({ name }) as OpEntry);

const doc = graph(
  shared.nodes.map(({ data, grad, ...node }) => ({
    ...node,
    data: Number(data),
    grad: Number(grad),
    grad_state: node.op === "constant" ? "none" : "fresh",
  })),
  { source: shared.source },
);

for (const given of shared.cases) {
  test(`what "${given.query}" finds is what the server finds`, () => {
    setBoot({ ops });
    const query = readQuery(given.query);
    if ("fault" in query) assert.equal(query.fault, given.fault);
    else {
      assert.equal(given.fault, undefined);
      const ids = findValues(doc.nodes as GraphNode[], query).map((node) => node.id);
      assert.deepEqual(ids, given.values);
      assert.deepEqual(findLines(doc, query), given.lines);
    }
  });
}

test("rows are shared out among kinds, one of each in turn", () => {
  assert.deepEqual(shares([2, 0, 3, 0, 360], 8), [2, 0, 3, 0, 3]);
  assert.deepEqual(shares([1, 1], 8), [1, 1]);
  assert.deepEqual(shares([9, 9, 9, 9, 9], 8), [2, 2, 2, 1, 1]);
});

test("of a kind that has more rows than are shown, a last one leads to all of them", () => {
  const query = readQuery("");
  assert.ok(!("fault" in query));
  const found = foundHere(doc, query, 100);
  const [values] = sectionsOf(found, null);
  assert.deepEqual([values?.kind, values?.count, values?.left], ["values", 17, 9]);
  assert.deepEqual([values?.rows.length, values?.rows.at(-1)?.match], [9, null]);
  const [all] = sectionsOf(found, "values");
  assert.deepEqual([all?.rows.length, all?.left], [17, 0]);
});

test("the row that is kept is shown, however few rows of its kind are", () => {
  const query = readQuery("");
  assert.ok(!("fault" in query));
  const [values] = foundHere(doc, query, 12).filter((each) => each.kind === "values");
  assert.ok(values !== undefined);
  const eleventh = values.matches[10] ?? null;
  assert.ok(eleventh !== null);
  const key = keyOf({ kind: "values", match: eleventh });
  const [shown] = sectionsOf([values], null, key);
  assert.deepEqual([shown?.rows.length, shown?.left], [12, 6]);
  assert.equal(shown?.rows[10]?.match, eleventh);
  assert.deepEqual(sectionsOf([values], null, "values n999"), sectionsOf([values], null));
});

test("id ranges hold what they say", () => {
  const runs = "3 7+4*3 100";
  const held = Array.from({ length: 120 }, (_, at) => at).filter((at) => holds(runs, at));
  assert.deepEqual(held, [3, 7, 11, 15, 100]);
});
