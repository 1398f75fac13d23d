import assert from "node:assert/strict";
import { test } from "node:test";
import { pretty } from "../../static/src/reference/pretty";

const plain = (text: string): string =>
  pretty(text)
    .map((piece) => piece.text)
    .join("");

test("JSON is laid out, and its numbers stay as they were sent", () => {
  assert.equal(plain('{"a":-0.0,"b":[1.0,2],"c":{}}'), '{"a": -0.0, "b": [1.0, 2], "c": {}}');
  const long = `{"name": "${"x".repeat(60)}", "list": [${Array(40).fill("1e-300").join(",")}], "e": []}`;
  assert.deepEqual(JSON.parse(plain(long)), JSON.parse(long));
  assert.match(plain(long), /\n {2}"list": \[\n {4}1e-300,\n/);
});

test("strings may hold anything", () => {
  const text = JSON.stringify({ 'a"b': "[{]},: \\ \n", c: ["", "}"] });
  assert.deepEqual(JSON.parse(plain(text)), JSON.parse(text));
});

test("what is no JSON stays as it is", () => {
  assert.equal(plain("digraph { a -> b }"), "digraph { a -> b }");
});

test("numbers of data and grad are told apart", () => {
  const kinds = pretty('{"value": 1, "grads": {"a": 2}, "step": 3}').filter(({ kind }) => kind !== "plain");
  assert.deepEqual(kinds, [
    { text: "1", kind: "data" },
    { text: "2", kind: "grad" },
  ]);
});
