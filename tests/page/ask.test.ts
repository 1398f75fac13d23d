import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsk } from "../../static/src/session/ask";
import { createConnection } from "../../static/src/session/connection";
import { Lifetime } from "../../static/src/session/lifetime";
import { Offline, type Problem, readProblem } from "../../static/src/wire/problem";

/** A question that is answered on request, whether it was given up or not. */
function question(word: string) {
  let tell: (word: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const answered = new Promise<string>((resolve, reject) => {
    tell = resolve;
    fail = reject;
  });
  let isAborted = false;
  const job = (signal: AbortSignal): Promise<string> => {
    signal.addEventListener("abort", () => {
      isAborted = true;
    });
    return answered;
  };
  return { job, answer: () => tell(word), fail: (error: Error) => fail(error), isAborted: () => isAborted };
}

function setUp(patience?: number) {
  const life = new Lifetime();
  const connection = createConnection(life);
  const seen: string[] = [];
  return {
    life,
    connection,
    ask: createAsk(life, connection, patience),
    seen,
    use: (word: string) => seen.push(word),
  };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done));
const problem = (): Problem => readProblem(422, { code: "limit", detail: "Too much." });

test("the newest question wins, and an answer that was given up never shows", async () => {
  const { ask, seen, use } = setUp(0);
  const [slow, quick] = [question("slow"), question("quick")];
  const first = ask(slow.job, { use });
  const second = ask(quick.job, { use });
  await turn();
  assert.equal(slow.isAborted(), true);
  slow.answer(); // it comes all the same
  assert.equal(await first, false);
  quick.answer();
  assert.equal(await second, true);
  assert.deepEqual(seen, ["quick"]);
});

test("of the questions that wait only the newest is asked", async () => {
  const { ask, seen, use } = setUp(60_000);
  const questions = ["one", "two", "three"].map(question);
  const answers = questions.map(({ job }) => ask(job, { use }));
  assert.equal(ask.isBusy.value, true);
  for (const { answer } of questions) answer();
  assert.deepEqual(await Promise.all(answers), [true, false, true]);
  assert.deepEqual(seen, ["one", "three"]);
  await ask.idle();
  assert.equal(ask.isBusy.value, false);
});

test("a refusal goes to the one that asked, and to nobody where the question was a courtesy", async () => {
  const { ask, connection, seen, use } = setUp();
  const refused = (found: Problem): unknown => seen.push(found.detail);
  assert.equal(await ask(() => Promise.reject(problem()), { use, refused }), false);
  assert.equal(await ask(() => Promise.reject(problem()), { use }), false);
  assert.deepEqual(seen, ["Too much."]);
  assert.equal(connection.retryIn.value, null);
});

test("without a connection the question is asked again when the countdown ends", async ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { ask, connection, seen, use } = setUp();
  const gone = (): Promise<string> => Promise.reject(new Offline("The server cannot be reached."));
  const retry = (): unknown => seen.push("again");
  assert.equal(await ask(gone, { use, retry, refused: () => assert.fail("it was not refused") }), false);
  assert.equal(connection.retryIn.value, 2);
  mock.timers.tick(1000);
  assert.equal(connection.retryIn.value, 1);
  mock.timers.tick(1000);
  assert.deepEqual(seen, ["again"]);
  await ask(gone, { use, retry });
  assert.equal(connection.retryIn.value, 4, "the next wait is longer");
  mock.timers.tick(0);
  assert.equal(await ask(async () => "here", { use, retry }), true);
  assert.equal(connection.retryIn.value, null);
});

test("a courtesy neither tells that the connection is gone nor that it is back", async () => {
  const { ask, connection, seen, use } = setUp();
  await ask(() => Promise.reject(new Offline("gone")), { use });
  assert.equal(connection.retryIn.value, null);
  connection.disconnected(() => undefined);
  assert.equal(await ask(async () => "here", { use }), true);
  assert.equal(connection.retryIn.value, 2, "what failed is still to be asked again");
  connection.reconnected();
  await ask(() => Promise.reject(new Offline("gone")), { use, offline: ({ message }) => seen.push(message) });
  assert.deepEqual(seen, ["here", "gone"]);
});

test("an error of the page itself is nobody's answer", async () => {
  const { ask, use } = setUp();
  await assert.rejects(
    ask(() => Promise.reject(new TypeError("a slip")), { use }),
    /a slip/,
  );
  assert.equal(ask.isBusy.value, false);
});

test("after the end of its session nothing is taken in", async () => {
  const { ask, life, seen, use } = setUp();
  const [running, waiting] = [question("running"), question("waiting")];
  const answers = [ask(running.job, { use }), ask(waiting.job, { use, patience: 60_000 })];
  life.end();
  running.answer();
  waiting.answer();
  assert.deepEqual(await Promise.all(answers), [false, false]);
  assert.deepEqual(seen, []);
});
