import assert from "node:assert/strict";
import { test } from "node:test";
import { range, unitsBefore } from "../../static/src/editor/columns";

const at = (line: number, column: number, endLine = line, endColumn = column) => ({
  line,
  column,
  endLine,
  endColumn,
});

test("a column is a count of code points, an offset one of UTF-16 units", () => {
  assert.equal(unitsBefore("d = e + cc", 9), 8);
  assert.equal(unitsBefore("'🧠' + cc", 7), 7);
  assert.equal(unitsBefore("ab", 99), 2);
});

test("a place is found behind lines with characters beyond the basic plane", () => {
  const text = "# 🧠🧠\nx = '𝛼'; y = cc";
  const { from, to } = range(text, at(2, 14, 2, 16));
  assert.equal(text.slice(from, to), "cc");
});

test("a place without width takes one character, at the end of a line the last one", () => {
  const text = "a = (\nb";
  assert.deepEqual(range(text, at(1, 5)), { from: 4, to: 5 });
  assert.deepEqual(range(text, at(1, 6)), { from: 4, to: 5 });
});

test("a place outside the text is brought inside", () => {
  assert.deepEqual(range("ab", at(9, 9)), { from: 1, to: 2 });
  assert.deepEqual(range("", at(1, 1)), { from: 0, to: 0 });
});

test("a place may reach over several lines", () => {
  const text = "f(\n1,\n2)";
  const { from, to } = range(text, at(1, 1, 3, 3));
  assert.equal(text.slice(from, to), text);
});
