import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const TEXT = ["ink", "ink-2", "ink-3", "data", "grad", "ok", "err", "warn"];
const SURFACES = ["bg", "surface", "canvas", "sunken", "hover"];
/** Text in a colour stands on that colour's tint as well. */
const TINTS = ["data", "grad", "ok", "err", "warn"];
const AA_TEXT = 4.5;
const AA_SHAPE = 3;

const css = readFileSync("static/css/tokens.css", "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, [light, dark]] as const,
  ),
);

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function faults(pairs: readonly (readonly [string, string])[], least: number): string[] {
  return pairs.flatMap(([front, back]) =>
    [0, 1].flatMap((theme) => {
      const [over, under] = [tokens.get(front)?.[theme], tokens.get(back)?.[theme]];
      assert.ok(over !== undefined && under !== undefined, `${front} on ${back}`);
      const ratio = contrast(over, under);
      return ratio < least ? [`${front} on ${back}, theme ${theme}: ${ratio.toFixed(2)}`] : [];
    }),
  );
}

test("every colour of text can be read on every surface, in both themes", () => {
  const pairs = TEXT.flatMap((text) => SURFACES.map((surface) => [text, surface] as const));
  const tinted = TINTS.map((name) => [name, `${name}-tint`] as const);
  assert.deepEqual(faults([...pairs, ...tinted, ["on-ink", "ink"], ["on-ink", "ink-2"]], AA_TEXT), []);
});

test("outlines of fields and the focus ring stand out from what they lie on", () => {
  const pairs = ["control", "accent"].flatMap((name) =>
    ["surface", "canvas"].map((under) => [name, under] as const),
  );
  assert.deepEqual(faults(pairs, AA_SHAPE), []);
});
