import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { signal } from "@preact/signals";
import { createAddress } from "../../static/src/session/address";
import { Lifetime } from "../../static/src/session/lifetime";
import { type Kept, pack, unpack } from "../../static/src/session/link";

mock.timers.enable({ apis: ["setTimeout"] });

/** Time passes, and everything that it begins has ended: what is packed afterwards is packed later. */
async function rest(): Promise<void> {
  mock.timers.tick(1000);
  for (let times = 0; times < 5; times += 1) await unpack(await pack({ source: "in the meantime" }));
}

/** Until something is so; the test runner's own limit ends the wait for what never comes. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setImmediate(done));
}

/** The browser's own part: an address, its history, and the event that somebody wrote into it. */
const browser = {
  location: { hash: "", pathname: "/", search: "?theme=dark" },
  history: {
    written: [] as string[],
    replaceState(_: unknown, __: string, address: string): void {
      this.written.push(address);
      browser.location.hash = address.slice(address.indexOf("#"));
    },
  },
};
const listeners = new Set<() => void>();

beforeEach(() => {
  browser.location.hash = "";
  browser.history.written = [];
  listeners.clear();
  Object.assign(globalThis, {
    ...browser,
    addEventListener: (_: string, hear: () => void) => listeners.add(hear),
    removeEventListener: (_: string, hear: () => void) => listeners.delete(hear),
  });
});

function write(hash: string): void {
  browser.location.hash = hash;
  for (const hear of listeners) hear();
}

function setUp(first: Kept | null = null) {
  const life = new Lifetime();
  const state = signal<Kept | null>(first);
  const isMoving = signal(false);
  const opened: (Kept | null)[] = [];
  const refused: string[] = [];
  const address = createAddress(life, {
    state,
    isMoving,
    open: async (kept) => void opened.push(kept),
    refused: (message) => void refused.push(message),
  });
  return { life, state, isMoving, opened, refused, address };
}

test("the address follows the state a while after its last change, and keeps the query", async () => {
  const { address, state, life } = setUp();
  address.follow();
  state.value = { source: "a" };
  state.value = { source: "ab" };
  assert.deepEqual(browser.history.written, []);
  mock.timers.tick(1000);
  await until(() => browser.history.written.length > 0);
  assert.equal(browser.history.written.length, 1);
  assert.match(browser.history.written[0] ?? "", /^\/\?theme=dark#1\./);
  assert.deepEqual(await unpack(browser.location.hash), { source: "ab" });
  assert.equal(address.fragment.value, browser.location.hash);
  life.end();
});

test("while something moves the address waits, though it can be had at any moment", async () => {
  const { address, state, isMoving, life } = setUp();
  address.follow();
  isMoving.value = true;
  state.value = { source: "a", step: 3 };
  await rest();
  assert.deepEqual(browser.history.written, []);
  assert.deepEqual(await unpack(await address.fragmentNow()), { source: "a", step: 3 });
  isMoving.value = false;
  mock.timers.tick(1000);
  await until(() => browser.history.written.length === 1);
  life.end();
});

test("what somebody puts there is opened, what the page wrote is not", async () => {
  const { address, state, opened, refused, life } = setUp();
  address.follow();
  state.value = { source: "a" };
  mock.timers.tick(1000);
  await until(() => browser.history.written.length === 1);
  write(browser.location.hash);
  await rest();
  assert.deepEqual(opened, []);
  write(await pack({ source: "b" }));
  await until(() => opened.length === 1);
  assert.deepEqual(opened, [{ source: "b" }]);
  write("#1.broken");
  await until(() => refused.length === 1);
  assert.match(refused[0] ?? "", /incomplete or was changed/);
  life.end();
});

test("after the end nothing is written and nothing is opened", async () => {
  const { address, state, opened, life } = setUp();
  address.follow();
  state.value = { source: "a" };
  life.end();
  await rest();
  write(await pack({ source: "b" }));
  await rest();
  assert.deepEqual([browser.history.written, opened, listeners.size], [[], [], 0]);
});
