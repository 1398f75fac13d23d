import assert from "node:assert/strict";
import { mock, type TestContext, test } from "node:test";
import { Lifetime } from "../../static/src/session/lifetime";
import { createRun } from "../../static/src/session/run";
import { createSession } from "../../static/src/session/session";
import { setBoot } from "../../static/src/wire/boot";
import { createEvents } from "../../static/src/wire/events";
import { Offline, Problem } from "../../static/src/wire/problem";
import { told } from "../../static/src/wire/request";
import { graph } from "./graph";

const event = (name: string, data: unknown): string =>
  `event: ${name}\nid: 1\ndata: ${JSON.stringify(data)}\n\n`;

test("events are read however the text is cut", () => {
  const text = `: keep alive\n\n${event("printed", { text: "a\nb" })}event: run\r\ndata: 1\r\ndata: 2\r\n\r\n`;
  const whole = createEvents()(text);
  assert.deepEqual(whole, [
    { name: "printed", data: '{"text":"a\\nb"}', id: "1" },
    { name: "run", data: "1\n2", id: null },
  ]);
  const take = createEvents();
  assert.deepEqual(
    [...text].flatMap((letter) => take(letter)),
    whole,
  );
});

/** A server that answers each request with such a response. */
function answering(t: TestContext, answer: (init: RequestInit) => Response): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (_, init) => answer(init ?? {});
  t.after(() => {
    globalThis.fetch = real;
  });
}

const streamed = (...pieces: readonly string[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    }),
    { headers: { "Content-Type": "text/event-stream; charset=utf-8" } },
  );

const ASKED = { source: "print(1)" };
const never = new AbortController().signal;

test("what is sent on the way is passed on, and the document comes last with its doubles read", async (t) => {
  answering(t, ({ headers }) => {
    assert.match(new Headers(headers).get("Accept") ?? "", /^text\/event-stream, application\/json;q=0\.9/);
    return streamed(
      event("run", { id: "r" }),
      event("printed", { text: "half" }),
      event("printed", { text: " done\n" }),
      event("document", { ...graph([]), value: "NaN" }),
    );
  });
  const heard: unknown[] = [];
  const answer = await told("/evaluate", ASKED, never, (name, data) => heard.push([name, data]));
  assert.ok(Number.isNaN(answer.value));
  assert.deepEqual(heard, [
    ["run", { id: "r" }],
    ["printed", { text: "half" }],
    ["printed", { text: " done\n" }],
  ]);
});

test("what follows the answer is read to its end, so that the connection is free again", async (t) => {
  let isRead = (): void => undefined;
  const read = new Promise<void>((resolve) => {
    isRead = resolve;
  });
  const pieces = [event("document", graph([])), ": keep alive\n\n"];
  answering(
    t,
    () =>
      new Response(
        new ReadableStream(
          {
            pull(controller) {
              const piece = pieces.shift();
              if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece));
              else {
                controller.close();
                isRead();
              }
            },
          },
          { highWaterMark: 0 },
        ),
        { headers: { "Content-Type": "text/event-stream" } },
      ),
  );
  await told("/evaluate", ASKED, never, () => undefined);
  await read;
});

test("a problem in a stream is the problem that it is", async (t) => {
  answering(t, () =>
    streamed(event("problem", { code: "program-error", status: 422, detail: "No.", printed: "1" })),
  );
  await assert.rejects(
    told("/evaluate", ASKED, never, () => undefined),
    (error) => error instanceof Problem && error.status === 422 && error.printed === "1",
  );
});

test("a stream that ends without an answer was cut off", async (t) => {
  answering(t, () => streamed(event("printed", { text: "1" })));
  await assert.rejects(
    told("/evaluate", ASKED, never, () => undefined),
    Offline,
  );
});

test("a server that answers at once is as good", async (t) => {
  answering(t, () => Response.json({ ...graph([]), value: "Infinity" }));
  const answer = await told("/evaluate", ASKED, never, () => assert.fail("nothing was sent"));
  assert.equal(answer.value, Number.POSITIVE_INFINITY);
});

test("a run is said to go on after a while, and not when it was short", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const run = createRun({ life: new Lifetime(), drop: () => undefined });
  const short = run.begin();
  mock.timers.tick(200);
  run.end(short);
  mock.timers.tick(1000);
  assert.equal(run.isRunning.value, false);
  const long = run.begin();
  mock.timers.tick(400);
  assert.equal(run.isRunning.value, true);
  long.printed("one\n");
  long.printed("two\n");
  assert.equal(run.live.value?.printed, "one\ntwo\n");
  run.end(long);
  assert.deepEqual([run.isRunning.value, run.live.value], [false, null]);
  mock.timers.reset();
});

test("what a stopped run has told stays, and what it tells afterwards is not heard", () => {
  let dropped = 0;
  const run = createRun({ life: new Lifetime(), drop: () => (dropped += 1) });
  const listener = run.begin();
  listener.printed("1\n");
  run.stop();
  listener.printed("2\n");
  run.end(listener);
  assert.equal(dropped, 1);
  assert.equal(run.live.value?.printed, "1\n");
  assert.notEqual(run.stoppedAfter.value, null);
  const next = run.begin();
  assert.equal(run.stoppedAfter.value, null);
  listener.printed("3\n");
  assert.deepEqual(run.live.value, null, "an older run is not listened to");
  next.printed("4\n");
  run.end(listener);
  assert.deepEqual(run.live.value, { printed: "4\n", figures: [] }, "nor does its end end the newer one");
});

test("figures come one by one, and those of the last run stay when other numbers are asked for", () => {
  const run = createRun({ life: new Lifetime(), drop: () => undefined });
  const figure = { name: "Figure 1", line: 2, file: null, svg: "<svg/>" };
  const listener = run.begin();
  listener.figure(figure);
  assert.deepEqual(run.figures.value, [figure]);
  run.keep({ ...graph([]), figures: [figure, figure] });
  run.end(listener);
  assert.equal(run.figures.value.length, 2);
});

test("Stop closes the connection of the run", async (t) => {
  setBoot({ limits: { stream_seconds: { value: 30, unit: "s", about: "" } } });
  t.after(() => setBoot({ limits: {} }));
  let signal: AbortSignal | null | undefined;
  const began = new Promise<void>((resolve) =>
    answering(t, (init) => {
      signal = init.signal;
      resolve();
      return new Response(
        new ReadableStream({
          start: (controller) => {
            init.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
            controller.enqueue(new TextEncoder().encode(event("printed", { text: "so far" })));
          },
        }),
        { headers: { "Content-Type": "text/event-stream" } },
      );
    }),
  );
  const { actions, changes, document, program, dispose } = createSession({ draws: false });
  program.source.value = "while True: pass";
  const reading = actions.read();
  await began;
  while (changes.run.live.value === null) await new Promise((done) => setImmediate(done));
  changes.run.stop();
  await reading;
  assert.equal(signal?.aborted, true);
  assert.equal(changes.run.live.value?.printed, "so far");
  assert.equal(document.problem.value, null);
  dispose();
});
