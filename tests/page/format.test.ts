import assert from "node:assert/strict";
import { test } from "node:test";
import { card, counted, field, hex, parse, range, repr, short, signed } from "../../static/src/format";
import { read } from "../../static/src/wire/read";
import vectors from "../number_format.json";
import ranges from "../range_format.json";

const number = (raw: unknown): number => read(raw, 1) as number;

test("a card shows what the server's drawing shows", () => {
  assert.ok(vectors.length > 40);
  for (const { number: raw, text } of vectors) assert.equal(card(number(raw)), text, String(raw));
});

test("a range is what the server's drawing shows", () => {
  for (const { numbers, text } of ranges) assert.equal(range(numbers.map(number)), text);
});

test("repr has every digit that Python's has", () => {
  const pairs: [number, string][] = [
    [2, "2.0"],
    [-0, "−0.0"],
    [0.1, "0.1"],
    [6.881373587019543, "6.881373587019543"],
    [1e16, "1e+16"],
    [1e15, "1000000000000000.0"],
    [123456789012345680, "1.2345678901234568e+17"],
    [1e-5, "1e−05"],
    [0.0001, "0.0001"],
    [-1.5e-7, "−1.5e−07"],
    [Number.NaN, "nan"],
    [Number.NEGATIVE_INFINITY, "−inf"],
  ];
  for (const [value, text] of pairs) assert.equal(repr(value), text);
});

test("hex shows the bits", () => {
  const pairs: [number, string][] = [
    [2, "0x1.0p+1"],
    [0.1, "0x1.999999999999ap−4"],
    [-6, "−0x1.8p+2"],
    [0, "0x0.0p+0"],
    [5e-324, "0x0.0000000000001p−1022"],
    [Number.MAX_VALUE, "0x1.fffffffffffffp+1023"],
  ];
  for (const [value, text] of pairs) assert.equal(hex(value), text);
});

test("numbers in sentences are short and keep their sign", () => {
  assert.equal(short(-2), "−2");
  assert.equal(short(0.1 + 0.2), "0.3");
  assert.equal(short(1 / 3), "0.333333");
  assert.equal(short(-0), "−0");
  assert.equal(short(1.5e-9), "1.5e−9");
  assert.equal(signed(6), "+6");
  assert.equal(signed(-4), "−4");
  assert.equal(signed(0), "+0");
});

test("a field rounds while it rests", () => {
  assert.equal(field(2), "2.00");
  assert.equal(field(-3.25), "−3.25");
  assert.equal(field(6.881373587019543), "6.8814");
  assert.equal(field(1e12), "1.0000e+12");
});

test("what is typed is a finite number or nothing", () => {
  for (const [text, value] of [
    ["−3", -3],
    [" 1e-3 ", 0.001],
    [".5", 0.5],
    ["5.", 5],
    ["+2", 2],
  ] as const)
    assert.equal(parse(text), value, text);
  for (const text of ["", "abc", "1,5", "0x10", "Infinity", "1e999", "1 2", "--1"])
    assert.equal(parse(text), null, text);
});

test("counts have a noun and separated thousands", () => {
  assert.equal(counted(1, "value"), "1 value");
  assert.equal(counted(2932, "value"), "2,932 values");
});
