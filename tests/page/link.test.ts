import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { type Kept, LinkError, pack, unpack } from "../../static/src/link";

const STATE: Kept = {
  source: "a = Value(2.0)\nb = a*a  # ∂ 💡\n",
  values: { a: -0.5 },
  look: "classic",
  mode: "backward",
  step: 3,
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
  ["a look there is not", '{"source": "a", "look": "round"}'],
] as const) {
  test(`a link edited by hand is refused: ${what}`, async () => {
    await assert.rejects(unpack(written(text)), LinkError);
  });
}

test("a link that unfolds without end is refused", async () => {
  await assert.rejects(unpack(written(`{"source": "${"a".repeat(2_000_000)}"}`)), LinkError);
});
