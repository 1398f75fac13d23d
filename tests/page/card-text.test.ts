import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../static/src/drawing/card-text";
import { lecture } from "./graph";

const doc = lecture();
const [a] = doc.nodes;
if (a === undefined) throw new Error("The lecture has an a.");

test("a card says its name, its numbers, its state and where it comes from", () => {
  assert.equal(sentence(doc, a, true), "a, data 2.0000, grad 6.0000, computed this pass, leaf, trainable");
  const stale = { ...a, grad_state: "stale" as const };
  assert.match(
    sentence(doc, stale, false),
    /grad 6\.0000, stale, some data changed since, leaf, held fixed$/,
  );
});

test("what a page thinks of a grad is said with it, whatever its state", () => {
  const said = { verdict: "wrong, should be 3.0000" };
  assert.equal(
    sentence(doc, a, true, said),
    "a, data 2.0000, grad 6.0000, wrong, should be 3.0000, leaf, trainable",
  );
  const added = { ...a, grad_state: "accumulated" as const, passes: 2 };
  assert.match(sentence(doc, added, true, said), /added over 2 passes, wrong, should be 3\.0000, leaf/);
});

test("what is not to be seen is not said", () => {
  const words = sentence(doc, a, true, { instead: "grad hidden, asked now" });
  assert.equal(words, "a, data 2.0000, grad hidden, asked now, leaf, trainable");
  assert.equal(sentence(doc, { ...a, veil: "grad" }, true), "a, data 2.0000, grad hidden, leaf, trainable");
});

test("a nudged value says what it was before", () => {
  assert.match(sentence(doc, { ...a, data: 2.5 }, true, { before: 2 }), /data 2\.5000, nudged from 2\.0000,/);
});
