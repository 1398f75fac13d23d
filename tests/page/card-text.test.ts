import assert from "node:assert/strict";
import { test } from "node:test";
import { spell } from "../../static/src/compute/naming";
import { sentence } from "../../static/src/drawing/card-text";
import { setBoot } from "../../static/src/wire/boot";
import type { GradState } from "../../static/src/wire/types";
import cards from "../card_text.json";
import origins from "../origin_text.json";
import { lecture } from "./graph";

const doc = lecture();
const [a] = doc.nodes;
if (a === undefined) throw new Error("The lecture has an a.");

const ops = origins.map(({ op, symbol }) => ({
  name: op,
  symbol,
  rules: [],
  formula: "",
  token: "",
  arity: 2,
  aliases: [],
}));
setBoot({ ops });

test("a card says what the server's drawing says", () => {
  for (const { state, passes, label, text } of cards) {
    const node = doc.nodes.find((each) => each.label === label);
    assert.ok(node !== undefined);
    const shown = { ...node, grad_state: state as GradState, passes };
    assert.equal(sentence(doc, shown, label === "a"), text);
  }
});

test("an origin is written as in the server's drawing", () => {
  for (const { op, inputs, text } of origins) assert.equal(spell(op, inputs), text);
});

test("what a page thinks of a grad is said with it, whatever its state", () => {
  const said = { verdict: "wrong, should be 3.0000" };
  assert.equal(
    sentence(doc, a, true, said),
    "a, data 2.0000, grad 6.0000, wrong, should be 3.0000, leaf, trainable",
  );
  const added = { ...a, grad_state: "accumulated" as const, passes: 2 };
  assert.match(sentence(doc, added, true, said), /sum of 2 passes, wrong, should be 3\.0000, leaf/);
});

test("what is not to be seen is not said", () => {
  const words = sentence(doc, a, true, { override: "grad hidden, asked now" });
  assert.equal(words, "a, data 2.0000, grad hidden, asked now, leaf, trainable");
  assert.equal(sentence(doc, { ...a, hidden: "grad" }, true), "a, data 2.0000, grad hidden, leaf, trainable");
});

test("a nudged value says what it was before", () => {
  assert.match(sentence(doc, { ...a, data: 2.5 }, true, { before: 2 }), /data 2\.5000, nudged from 2\.0000,/);
});
