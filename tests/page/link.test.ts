import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { carry, type Kept, LinkError, pack, unpack } from "../../static/src/session/link";

const STATE: Kept = {
  source: "a = Value(2.0)\nb = a*a  # ∂ 💡\n",
  values: { a: -0.5 },
  look: "classic",
  mode: "backward",
  step: 3,
  descent: { optimizer: "adam", beta1: 0.5, schedule: "linear", final: 0.1, over: 40 },
};

const written = (text: string): string => `#1.${deflateRawSync(Buffer.from(text)).toString("base64url")}`;

test("a link gives back what was put in it", async () => {
  const fragment = await pack(STATE);
  assert.match(fragment, /^#1\.[A-Za-z0-9_-]+$/);
  assert.deepEqual(await unpack(fragment), STATE);
});

test("no fragment is no link", async () => {
  assert.equal(await unpack(""), null);
  assert.equal(await unpack("#"), null);
});

test("every way of cutting a link short is told in plain words", async () => {
  const fragment = await pack(STATE);
  for (let length = 2; length < fragment.length; length += 1) {
    await assert.rejects(unpack(fragment.slice(0, length)), LinkError, `${length} characters`);
  }
});

test("a link of another version says so", async () => {
  await assert.rejects(unpack("#2.abc"), /another version/);
});

for (const [what, text] of [
  ["no text", "{}"],
  ["not JSON", "{source"],
  ["a list", "[]"],
  ["a text that is a number", '{"source": 1}'],
  ["a value that is a word", '{"source": "a", "values": {"a": "1"}}'],
  ["a step below 0", '{"source": "a", "step": -1}'],
  ["an optimizer there is not", '{"source": "a", "descent": {"optimizer": "newton"}}'],
  ["a beta of 1", '{"source": "a", "descent": {"beta2": 1}}'],
  ["a descent that is a list", '{"source": "a", "descent": []}'],
  ["a course of half a step", '{"source": "a", "descent": {"over": 0.5}}'],
  ["a file that is a number", '{"source": "a", "files": {"names.txt": 1}}'],
  ["a look there is not", '{"source": "a", "look": "round"}'],
] as const) {
  test(`a link edited by hand is refused: ${what}`, async () => {
    await assert.rejects(unpack(written(text)), LinkError);
  });
}

test("what a later version keeps of a descent is let be", async () => {
  const state = await unpack(written('{"source": "a", "descent": {"rate": 0.5, "nesterov": true}}'));
  assert.equal(state?.descent?.rate, 0.5);
});

test("a link that unfolds without end is refused", async () => {
  await assert.rejects(unpack(written(`{"source": "${"a".repeat(2_000_000)}"}`)), LinkError);
});

/** Text that deflates to about three quarters of its length, always the same. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}

test("files go along in a link", async () => {
  const state: Kept = {
    ...STATE,
    files: { "value.py": "class Value: ...\n", "data/names.txt": "emma\nåsa\n" },
  };
  const { fragment, left } = await carry(state);
  assert.deepEqual(await unpack(fragment), state);
  assert.deepEqual(left, []);
});

test("the longest files stay out of a link that would be too long for what opens it", async () => {
  const files = { "small.txt": "emma", "long.txt": noise(450_000), "longer.txt": noise(500_000) };
  const { fragment, left } = await carry({ ...STATE, files });
  assert.deepEqual(left, ["longer.txt", "long.txt"]);
  const opened = await unpack(fragment);
  assert.deepEqual(opened, { ...STATE, files: { "small.txt": "emma" }, left });
});

test("a file that deflates well is still too long where it unfolds beyond what a link may", async () => {
  const { fragment, left } = await carry({ source: "a", files: { "zeros.txt": "0".repeat(1_200_000) } });
  assert.deepEqual(left, ["zeros.txt"]);
  assert.deepEqual(await unpack(fragment), { source: "a", left });
});
