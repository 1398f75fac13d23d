import assert from "node:assert/strict";
import { test } from "node:test";
import { findLines, findValues, readQuery } from "../../static/src/compute/find";
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
