/** A run that is followed while it lasts, against a stream in place of the server. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type LiveListener, type Pass, start, type Watch } from "../../static/src/wire/live";
import { graph } from "./graph";

interface Asked {
  readonly path: string;
  readonly body: unknown;
  readonly after: string | null;
}

const event = (id: number, name: string, data: unknown): string =>
  `event: ${name}\nid: r1.${id}\ndata: ${JSON.stringify(data)}\n\n`;

const stream = (...events: readonly string[]): Response =>
  new Response(events.join(""), { headers: { "Content-Type": "text/event-stream" } });

/** A stream that breaks after these events. */
function broken(...events: readonly string[]): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(events.join(""))),
    pull: (controller) => controller.error(new TypeError("network")),
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

function answering(t: TestContext, answer: (asked: Asked) => Response): Asked[] {
  const real = globalThis.fetch;
  const all: Asked[] = [];
  globalThis.fetch = async (path, init) => {
    const headers = new Headers(init?.headers);
    const body: unknown = init?.body === undefined ? null : JSON.parse(String(init.body));
    const asked = { path: String(path), body, after: headers.get("Last-Event-ID") };
    all.push(asked);
    return answer(asked);
  };
  t.after(() => {
    globalThis.fetch = real;
  });
  return all;
}

const pass = (number: number, more: object = {}) => ({
  pass: number,
  value: 1 / number,
  nodes: 4,
  line: 3,
  seconds: number / 10,
  of: 4,
  norms: null,
  parts: null,
  recorded: true,
  non_finite: null,
  ...more,
});

const base64 = (numbers: readonly number[]): string =>
  Buffer.from(Float32Array.from(numbers).buffer).toString("base64");

const PROGRAM = { source: "for s in range(4):\n  L.backward()", values: {} };

/** Hear a run to its end. */
function heard(listener: LiveListener = {}): Promise<{ passes: Pass[]; lost: number[] }> {
  const [passes, lost]: [Pass[], number[]] = [[], []];
  return new Promise((resolve, reject) => {
    const live = start(
      PROGRAM,
      { parts: true, record: true },
      {
        ...listener,
        pass: (each) => passes.push(each),
        lost: (seconds) => {
          lost.push(seconds);
          if (seconds > 0) setTimeout(() => live.retry(), 0);
        },
        ended: () => resolve({ passes, lost }),
        failed: reject,
      },
    );
  });
}

test("a run asks for what it wants and is heard to its end", async (t) => {
  const part = { name: "w", shape: [1, 2], data: base64([1, -0.5]), grad: base64([0, 2]) };
  const watch = { name: "m", line: 2, file: null, pass: 1, kind: "list", value: [1, "nan"], shape: [2] };
  const asked = answering(t, () =>
    stream(
      event(1, "run", { id: "r1" }),
      event(2, "pass", pass(1, { parts: [part], value: "inf" })),
      event(3, "watch", watch),
      event(4, "document", graph([])),
    ),
  );
  const watched: Watch[] = [];
  const { passes } = await heard({ watch: (each) => watched.push(each) });
  assert.deepEqual(asked[0]?.body, {
    ...PROGRAM,
    state: "program",
    include: ["nodes", "figures"],
    resume_seconds: 60,
    live: { parts: true, record: true, pace: null, pause_at: null },
  });
  assert.equal(passes[0]?.value, Number.POSITIVE_INFINITY);
  assert.deepEqual([...(passes[0]?.parts?.[0]?.data ?? [])], [1, -0.5]);
  assert.deepEqual([...(passes[0]?.parts?.[0]?.grad ?? [])], [0, 2]);
  assert.deepEqual(watched[0]?.value, [1, Number.NaN]);
});

test("a lost connection goes on after the last event that came", async (t) => {
  let count = 0;
  const asked = answering(t, () => {
    count += 1;
    if (count === 1) return broken(event(1, "run", { id: "r1" }), event(2, "pass", pass(1)));
    if (count === 2) throw new TypeError("network");
    return stream(event(3, "pass", pass(2)), event(4, "document", graph([])));
  });
  const { passes, lost } = await heard();
  assert.deepEqual(
    passes.map((each) => each.pass),
    [1, 2],
  );
  assert.deepEqual(
    asked.map(({ path, after }) => [path, after]),
    [
      ["/api/v1/evaluate", null],
      ["/api/v1/runs/r1/events", "r1.2"],
      ["/api/v1/runs/r1/events", "r1.2"],
    ],
  );
  assert.deepEqual(lost, [1, 2, 0]);
});

test("the verbs of a run are sent with the numbers that leaves are given", async (t) => {
  const asked = answering(t, ({ path }) =>
    path.endsWith("/evaluate")
      ? stream(
          event(1, "run", { id: "r1" }),
          event(2, "state", { state: "paused", pass: 1 }),
          event(3, "document", graph([])),
        )
      : Response.json({ id: "r1", state: "running", pass: 1 }),
  );
  const live = start(PROGRAM, {}, {});
  await live.pause();
  await live.step({ a: 2 });
  await live.go({ a: 3 }, 10);
  await live.stop();
  assert.deepEqual(
    asked.slice(1).map(({ path, body }) => [path.replace("/api/v1/runs/r1/", ""), body]),
    [
      ["pause", {}],
      ["step", { values: { a: 2 } }],
      ["continue", { values: { a: 3 }, pace: 10 }],
      ["stop", {}],
    ],
  );
});
