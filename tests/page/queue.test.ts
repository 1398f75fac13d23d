import assert from "node:assert/strict";
import { test } from "node:test";
import { Lane } from "../../static/src/session/latest";
import { Turns } from "../../static/src/session/queue";

const later = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

test("each begins when the one before has ended, and none is lost", async () => {
  const turns = new Turns(new Lane(60_000));
  const seen: string[] = [];
  const job = (word: string) => async (): Promise<string> => {
    seen.push(`${word} begins`);
    await later();
    seen.push(`${word} ends`);
    return word;
  };
  assert.deepEqual(await Promise.all(["one", "two", "three"].map((word) => turns.take(job(word)))), [
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
  const turns = new Turns(new Lane(60_000));
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(async () => "next");
  await assert.rejects(failing, /no/);
  assert.equal(await next, "next");
});

test("who waits is forgotten, who runs ends, who comes later has a turn", async () => {
  const turns = new Turns(new Lane(60_000));
  const running = turns.take(later);
  const waiting = turns.take(() => assert.fail("it was forgotten"));
  await new Promise((done) => setTimeout(done)); // the first begins
  turns.forget();
  const fresh = turns.take(async () => "new");
  await running;
  assert.equal(await waiting, undefined);
  assert.equal(await fresh, "new");
});

test("a key that is held down does not go on for long when it is let go", async () => {
  const turns = new Turns(new Lane(60_000));
  let taken = 0;
  const press = (): Promise<unknown> =>
    turns.take(async () => {
      await later();
      taken += 1;
    });
  await Promise.all(Array.from({ length: 500 }, press));
  assert.equal(taken, 16);
  await press();
  assert.equal(taken, 17);
  const held = Array.from({ length: 500 }, press);
  turns.forget();
  await turns.take(async () => {
    taken = -1;
  });
  assert.equal(taken, -1);
  await Promise.all(held);
});

test("what is on its way in the lane goes first, and is built on", async () => {
  const lane = new Lane(60_000);
  const turns = new Turns(lane);
  const seen: string[] = [];
  const ask = async (word: string): Promise<void> => {
    await lane.run(later);
    seen.push(word);
  };
  const first = turns.take(() => ask("first press"));
  const second = turns.take(() => ask("second press"));
  await new Promise((done) => setTimeout(done)); // the first is under way
  const moved = ask("a slider");
  await Promise.all([first, second, moved]);
  assert.deepEqual(seen, ["first press", "a slider", "second press"]);
});

test("a turn that waits for the lane is forgotten too", async () => {
  const lane = new Lane(60_000);
  const turns = new Turns(lane);
  const running = lane.run(later);
  const waiting = turns.take(() => assert.fail("it was forgotten"));
  await Promise.resolve();
  turns.forget();
  assert.equal(await waiting, undefined);
  await running;
});
