import assert from "node:assert/strict";
import { test } from "node:test";
import { DROPPED, Latest } from "../../static/src/session/latest";

/** A job that ends when it has begun and been told to, or fails when it is given up. */
function job<T>(value: T) {
  let finish: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = false;
  const run = (signal: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      begun = true;
      void told.then(() => resolve(value));
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { run, finish, begun: () => begun };
}

test("a job runs at once when nothing else does", async () => {
  const latest = new Latest(1000);
  assert.equal(await latest.run(async () => 7), 7);
  assert.equal(latest.isBusy, false);
});

test("of those that wait only the newest gets its turn", async () => {
  const latest = new Latest(60_000);
  const [first, second, third] = [job("first"), job("second"), job("third")];
  const answers = [latest.run(first.run), latest.run(second.run), latest.run(third.run)];
  first.finish();
  assert.equal(await answers[0], "first");
  assert.equal(await answers[1], DROPPED);
  assert.equal(second.begun(), false);
  third.finish();
  assert.equal(await answers[2], "third");
});

test("what takes longer than the patience is given up for the newer one", async () => {
  const latest = new Latest(0);
  const [slow, quick] = [job("slow"), job("quick")];
  const answers = [latest.run(slow.run), latest.run(quick.run)];
  assert.equal(await answers[0], DROPPED);
  quick.finish();
  assert.equal(await answers[1], "quick");
});

test("the next one begins when what the last gave has been taken in", async () => {
  const latest = new Latest(60_000);
  let total = 1;
  const add = async (): Promise<void> => {
    const sum = await latest.run(async () => total + 1);
    if (sum !== DROPPED) total = sum;
  };
  const first = add();
  const second = add();
  await first;
  assert.equal(latest.isBusy, true);
  await second;
  assert.equal(total, 3);
  assert.equal(latest.isBusy, false);
});

test("between two, a newer one takes the place of the one that waits", async () => {
  const latest = new Latest(60_000);
  const answers: Promise<unknown>[] = [];
  const first = latest.run(async () => 1).then(() => answers.push(latest.run(async () => 3)));
  answers.push(latest.run(async () => 2));
  await first;
  assert.deepEqual(await Promise.all(answers), [DROPPED, 3]);
});

test("it is idle when the last answer has been taken in", async () => {
  const latest = new Latest(60_000);
  await latest.idle();
  const seen: string[] = [];
  void latest.run(async () => "first").then(() => seen.push("first"));
  void latest.run(async () => "second").then(() => seen.push("second"));
  await latest.idle();
  assert.deepEqual(seen, ["first", "second"]);
  void latest.run(job("long").run);
  const idle = latest.idle();
  latest.clear();
  await idle;
  assert.equal(latest.isBusy, false);
});

test("a failure is the caller's, and the next one still gets its turn", async () => {
  const latest = new Latest(1000);
  const failing = latest.run(() => Promise.reject(new Error("no")));
  const next = latest.run(async () => "next");
  await assert.rejects(failing, /no/);
  assert.equal(await next, "next");
});

test("clearing drops what runs and what waits", async () => {
  const latest = new Latest(60_000);
  const answers = [latest.run(job(1).run), latest.run(job(2).run)];
  latest.clear();
  assert.deepEqual(await Promise.all(answers), [DROPPED, DROPPED]);
});
