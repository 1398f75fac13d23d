import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../../static/src/session/session";
import { graph, lecture, step } from "./graph";

const TRACE = [
  step(0, "n6", null, 1),
  step(1, "n4", "n6", -2),
  step(2, "n5", "n6", 4),
  step(3, "n2", "n4", -2),
];

/** A server that answers nothing; what was asked of it, and whether it is still wanted. */
function silent(t: { after: (end: () => void) => void }) {
  const asked: { readonly path: string; readonly signal: AbortSignal }[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (path, init) =>
    new Promise((_, reject) => {
      const signal = init?.signal as AbortSignal;
      asked.push({ path: String(path), signal });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  t.after(() => {
    globalThis.fetch = real;
  });
  return asked;
}

test("two sessions live side by side without touching each other", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const [one, other] = [createSession({ draws: false }), createSession({ draws: false })];
  one.document.doc.value = { ...lecture(), trace: TRACE };
  other.document.doc.value = graph([{ label: "z", data: 1, grad: 1 }]);
  one.program.source.value = "a";
  one.program.moved.value = { a: 7 };
  one.selection.select("n4");
  one.hidden.value = "grad";
  one.view.turned.value = "TB";
  one.descent.change({ rate: 0.5 });
  one.screen.tab.value = "values";
  one.connection.disconnected(() => undefined);
  one.playback.play();
  mock.timers.tick(500);
  assert.equal(one.playback.done.value, 2);
  assert.equal(one.moment.value?.selected, "n4");

  assert.equal(other.program.source.value, "");
  assert.deepEqual(other.program.program.value.values, {});
  assert.equal(other.selection.isChosen.value, false);
  assert.equal(other.hidden.value, null);
  assert.equal(other.view.direction.value, "LR");
  assert.notEqual(other.descent.plan.value.rate, 0.5);
  assert.equal(other.screen.tab.value, "graph");
  assert.equal(other.connection.retryIn.value, null);
  assert.equal(other.playback.done.value, null);
  assert.equal(other.playback.isPlaying.value, false);
  assert.equal(other.moment.value?.doc.nodes[0]?.label, "z");
});

test("sessions of one page share its screen and its connection", () => {
  const { screen, connection, ...one } = createSession();
  const other = createSession({ screen, connection });
  screen.isPhone.value = true;
  assert.equal(one.view.direction.value, "TB");
  assert.equal(other.view.direction.value, "TB");
});

test("dispose() ends all effects: what changes afterwards has no consequence", (t) => {
  const asked = silent(t);
  const session = createSession({ inspects: true, mayBox: true });
  const { document, playback, selection } = session;
  document.doc.value = { ...lecture(), trace: TRACE };
  assert.deepEqual(
    asked.map(({ path }) => path),
    ["/api/v1/render"],
  );
  playback.goTo(2);
  selection.select("n4");
  session.dispose();
  document.doc.value = graph([{ label: "z", data: 1, grad: 1 }], { structure: "other" });
  assert.equal(playback.done.value, 2, "stepping is not ended by new numbers");
  assert.equal(selection.chosen.value, "n4", "nobody looks for the value of that name");
  assert.equal(asked.length, 1, "no picture is asked for");
});

test("dispose() ends all timers and gives up all requests", async (t) => {
  const asked = silent(t);
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  await new Promise((done) => setTimeout(done)); // what earlier tests began
  const before = timers();
  const session = createSession({ inspects: true });
  session.program.source.value = lecture().source;
  session.document.doc.value = { ...lecture(), trace: TRACE };
  session.playback.play();
  session.connection.disconnected(() => assert.fail("nobody tries again"));
  session.share.say("Link copied.");
  const reading = session.actions.read();
  assert.ok(timers() > before + 3, "a step, a countdown, a message, a preview and more are waited for");
  session.dispose();
  await reading;
  await new Promise((done) => setTimeout(done));
  assert.equal(timers(), before);
  assert.ok(asked.length > 0);
  assert.ok(asked.every(({ signal }) => signal.aborted));
  const { done } = session.playback;
  const at = done.value;
  session.playback.play();
  session.connection.disconnected(() => assert.fail("nobody tries again"));
  assert.equal(timers(), before, "what is begun afterwards never runs");
  assert.notEqual(done.value, at, "though the first step is taken at once");
});
