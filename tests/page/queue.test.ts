import assert from "node:assert/strict";
import { test } from "node:test";
import { effect, signal } from "@preact/signals";
import { Latest } from "../../static/src/session/latest";
import { Queue } from "../../static/src/session/queue";

const later = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

test("each begins when the one before has ended, and none is lost", async () => {
  const queue = new Queue(new Latest(60_000));
  const seen: string[] = [];
  const job = (word: string) => async (): Promise<string> => {
    seen.push(`${word} begins`);
    await later();
    seen.push(`${word} ends`);
    return word;
  };
  assert.deepEqual(await Promise.all(["one", "two", "three"].map((word) => queue.take(job(word)))), [
    "one",
    "two",
    "three",
  ]);
  assert.deepEqual(
    seen,
    ["one", "two", "three"].flatMap((word) => [`${word} begins`, `${word} ends`]),
  );
});

test("a failure is the caller's, and the next one still gets its turn", async () => {
  const queue = new Queue(new Latest(60_000));
  const failing = queue.take(() => Promise.reject(new Error("no")));
  const next = queue.take(async () => "next");
  await assert.rejects(failing, /no/);
  assert.equal(await next, "next");
});

test("who waits is forgotten, who runs ends, who comes later has a turn", async () => {
  const queue = new Queue(new Latest(60_000));
  const running = queue.take(later);
  const waiting = queue.take(() => assert.fail("it was forgotten"));
  await new Promise((done) => setTimeout(done)); // the first begins
  queue.forget();
  const fresh = queue.take(async () => "new");
  await running;
  assert.equal(await waiting, undefined);
  assert.equal(await fresh, "new");
});

test("so many quick presses are taken, and no more than anybody makes", async () => {
  const queue = new Queue(new Latest(60_000));
  let taken = 0;
  const press = (): Promise<unknown> =>
    queue.take(async () => {
      await later();
      taken += 1;
    });
  const all = Array.from({ length: 500 }, press);
  assert.equal(queue.waiting, 200);
  await Promise.all(all);
  assert.equal(queue.waiting, 0);
  assert.equal(taken, 200);
  await press();
  assert.equal(taken, 201);
  const held = Array.from({ length: 500 }, press);
  queue.forget();
  await queue.take(async () => {
    taken = -1;
  });
  assert.equal(taken, -1);
  await Promise.all(held);
});

test("what is on its way in the latest goes first, and is built on", async () => {
  const latest = new Latest(60_000);
  const queue = new Queue(latest);
  const seen: string[] = [];
  const ask = async (word: string): Promise<void> => {
    await latest.run(later);
    seen.push(word);
  };
  const first = queue.take(() => ask("first press"));
  const second = queue.take(() => ask("second press"));
  await new Promise((done) => setTimeout(done)); // the first is under way
  const moved = ask("a slider");
  await Promise.all([first, second, moved]);
  assert.deepEqual(seen, ["first press", "a slider", "second press"]);
});

test("a turn that waits for the latest is forgotten too", async () => {
  const latest = new Latest(60_000);
  const queue = new Queue(latest);
  const running = latest.run(later);
  const waiting = queue.take(() => assert.fail("it was forgotten"));
  await Promise.resolve();
  queue.forget();
  assert.equal(await waiting, undefined);
  await running;
});

test("a place that is gone to replaces the one that waits right before it", async () => {
  const queue = new Queue(new Latest(60_000));
  const seen: string[] = [];
  const see = (word: string) => async (): Promise<void> => {
    await later();
    seen.push(word);
  };
  const [first, ...others] = [
    queue.replace(see("first")),
    ...Array.from({ length: 40 }, (_, index) => queue.replace(see(`place ${index}`))),
    queue.take(see("press")),
    queue.replace(see("after the press")),
    queue.replace(see("last")),
  ];
  assert.equal(queue.isEmpty, false);
  await Promise.all([first, ...others]);
  assert.deepEqual(seen, ["place 39", "press", "last"]);
  assert.equal(queue.isEmpty, true);
});

test("a place whose turn has come, was forgotten or found no room is not replaced", async () => {
  const queue = new Queue(new Latest(60_000));
  const seen: string[] = [];
  const see = (word: string) => async (): Promise<void> => {
    await later();
    seen.push(word);
  };
  const running = queue.replace(see("running"));
  await new Promise((done) => setTimeout(done)); // it begins
  const waiting = queue.replace(() => assert.fail("it was forgotten"));
  queue.forget();
  await Promise.all([running, waiting, queue.replace(see("new"))]);
  assert.deepEqual(seen, ["running", "new"]);
  const held = Array.from({ length: 200 }, () => queue.take(later));
  await queue.replace(() => assert.fail("there was no room"));
  await Promise.all(held);
  await queue.replace(see("room"));
  assert.deepEqual(seen, ["running", "new", "room"]);
});

test("a job that fails leaves the queue empty", async () => {
  const queue = new Queue(new Latest(60_000));
  await assert.rejects(
    queue.take(() => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.equal(queue.isEmpty, true);
});

test("an effect takes a turn without waiting for others", async () => {
  const queue = new Queue(new Latest(60_000));
  const asked = signal(0);
  const seen: number[] = [];
  const end = effect(() => {
    const count = asked.value;
    void queue.take(async () => void seen.push(count));
  });
  asked.value = 1;
  await queue.take(later);
  end();
  assert.deepEqual(seen, [0, 1]);
});
