/** Assignments: checks that can be read, links with a code that shows slips, what is judged. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, readCheck, readChecks } from "../../static/src/class/checks";
import { assignmentLink, codeOf, handInLink, linksIn, readLink } from "../../static/src/class/class-link";
import type { GraphDocument, GraphNode } from "../../static/src/wire/types";

const GIVEN = {
  task: "Chain rule & more",
  checks: ["grad a is 6", "data L below 0.5"],
  source: "a = Value(2.0)\n",
};

const node = (label: string, data: number, grad: number): GraphNode => ({
  id: "n0",
  op: "leaf",
  label,
  group: "",
  line: 1,
  file: null,
  data,
  grad,
  grad_state: "fresh",
  passes: 1,
  inputs: [],
});
const doc = (nodes: GraphNode[], own_engine: GraphDocument["own_engine"] = null): GraphDocument => ({
  source: "",
  output: "n0",
  value: 0,
  result: null,
  structure: "s",
  parameters: [],
  nodes,
  printed: "",
  notices: [],
  reusable: true,
  ran: null,
  own_engine,
  frame: null,
  trace: null,
});
const judged = (line: string, shown: GraphDocument | null) => {
  const check = readCheck(line);
  assert.ok(check !== null, line);
  return judge(check, shown);
};

test("a check is a sentence", () => {
  assert.equal(readCheck("grad  a is −6")?.number, -6);
  assert.equal(readCheck("data loss below 1e-3")?.how, "below");
  assert.equal(readCheck("class agrees")?.of, "class");
  for (const odd of ["", "grad a", "grad a = 6", "grad a is six", "a is 6", "grad a is 6 or 7"])
    assert.equal(readCheck(odd), null, odd);
  assert.deepEqual(
    readChecks("grad a is 1\n\nnonsense").map(({ check }) => check === null),
    [false, true],
  );
});

test("a graph is judged by its numbers", () => {
  const shown = doc([node("a", 2, 6), node("a", 3, 5)]);
  assert.deepEqual(judged("grad a is 5.0001", shown).isRight, true);
  assert.equal(judged("grad a is 5.1", shown).isRight, false);
  assert.equal(judged("data a above 2.5", shown).isRight, true);
  assert.equal(judged("data a below 2.5", shown).found, "data a is 3");
  assert.equal(judged("grad b is 1", shown).found, "there is no value named b");
  assert.equal(judged("grad a is 5", null).found, "the program does not run");
  const own = {
    class: "Value",
    line: 1,
    file: null,
    agrees: true,
    checked: 5,
    fast: false,
    operations: [],
    findings: [],
  };
  assert.equal(judged("class agrees", shown).isRight, false);
  assert.equal(judged("class agrees", doc([], own)).isRight, true);
});

test("an assignment is a link in which its checks can be read", async () => {
  const link = await assignmentLink(GIVEN);
  assert.ok(link.startsWith("#task=Chain+rule+%26+more&checks=grad+a+is+6;data+L+below+0.5&p=1."), link);
  assert.deepEqual(await readLink(link), GIVEN);
  assert.equal(await readLink("#1.AAAA"), null);
  await assert.rejects(readLink("#task=a&checks=b"));
  await assert.rejects(readLink("#task=%E0%A4%A&checks=&p=1.AAAA"));
});

test("a code shows that a link was changed or cut off", async () => {
  const link = await handInLink(GIVEN, "Ann Lee");
  const found = await readLink(link);
  assert.deepEqual(found, { ...GIVEN, by: "Ann Lee", isWhole: true });
  assert.equal(link.slice(-5), codeOf(link.slice(1).replace(/&code=.*$/, "")));
  for (const changed of [link.replace("Ann", "Bob"), link.slice(0, -2), link.replace("is+6", "is+7")]) {
    const read = await readLink(changed);
    assert.ok(read !== null && "isWhole" in read && !read.isWhole, changed);
  }
});

test("links are found in any text", async () => {
  const link = await handInLink(GIVEN, "Ann");
  const text = `Hello,\n<https://x.test/class${link}>\nand (https://x.test/class${link}) bye`;
  assert.deepEqual(linksIn(text), [link, link]);
});
