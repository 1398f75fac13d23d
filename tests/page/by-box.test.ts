import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "../../static/src/drawing/order";
import { boxSentence } from "../../static/src/session/box-sentence";
import { plain } from "../../static/src/session/sentence";
import { createSession } from "../../static/src/session/session";
import { boxes } from "./boxes";
import { lecture } from "./graph";

/** The lecture's graph, drawn as two boxes: `e` holds a, b and a*b; `L` all the rest. */
const two = boxes(
  [
    { id: "b0", name: "e", members: [0, 1, 2], cells: [2] },
    { id: "b1", name: "L", members: [3, 4, 5, 6], cells: [6] },
  ],
  ["b0>b1"],
);

function session() {
  const made = createSession({ mayBox: true, draws: false });
  made.document.doc.value = lecture();
  made.boxes.value = two;
  return made;
}

test("a drawing with boxes is gone through box by box, without a trace", () => {
  const { moment, playback } = session();
  assert.equal(playback.isByBox.value, true);
  assert.equal(playback.total.value, 2);
  assert.equal(playback.reached.value, 2, "the grads are there");
  playback.goTo(1);
  assert.equal(playback.activeBox.value, "b1");
  assert.equal(playback.active.value, null);
  const shown = playback.nodes.value.map((node) => node.grad_state);
  assert.deepEqual(shown, ["none", "none", "none", "fresh", "fresh", "fresh", "fresh"]);
  assert.deepEqual(moment.value?.turn, { box: "b1", edges: new Set() });
  playback.goTo(2);
  assert.deepEqual(moment.value?.turn, { box: "b0", edges: new Set(["e-b0-b1"]) });
  assert.equal(playback.nodes.value[2]?.grad, -2);
});

test("forward, and a drawing of every value, are gone through by values", () => {
  const { boxes: drawn, playback } = session();
  playback.choose("forward");
  assert.equal(playback.isByBox.value, false);
  playback.choose("backward");
  drawn.value = boxes([{ id: "n0", kind: "value", members: [0] }], []);
  assert.equal(playback.isByBox.value, false);
});

test("in another drawing the step is where what had its turn is now", () => {
  const { boxes: drawn, playback } = session();
  const more = boxes(
    [
      { id: "b0", members: [0, 1], in: "c0" },
      { id: "b1", members: [2], in: "c0" },
      { id: "b2", members: [3, 5] },
      { id: "b3", members: [4] },
      { id: "b4", members: [6] },
    ],
    ["b0>b1", "c0>b3", "b2>b3", "b3>b4"],
    [["c0"]],
  );
  drawn.value = more;
  playback.goTo(4);
  assert.equal(playback.activeBox.value, "b1");
  drawn.value = { ...two };
  assert.equal(playback.activeBox.value, "b0", "it holds what had its turn");
  playback.goTo(1);
  drawn.value = more;
  assert.equal(playback.activeBox.value, "b4");
  playback.goTo(5);
  drawn.value = { ...two };
  assert.equal(playback.done.value, 2, "the end is the end");
});

test("the step of a value is that of the box that holds it", () => {
  const { playback } = session();
  assert.equal(playback.byBox.stepOf("n4"), 1);
  assert.equal(playback.byBox.stepOf("n0"), 2);
  assert.equal(playback.byBox.stepOf("b0"), 2);
  assert.equal(playback.byBox.stepOf("n99"), 0);
});

const gpt = boxes(
  [
    { id: "b0", name: "attn_weights", in: "head", members: [0, 1, 2] },
    { id: "b1", name: "out", in: "head", members: [3] },
    { id: "b2", name: "mlp", in: "gpt", members: [4, 5] },
    { id: "b3", name: "loss", members: [6] },
  ],
  ["b0>b1×12", "b1>head", "head>b2×4", "b2>gpt", "gpt>b3×3"],
  [["gpt"], ["head", "gpt"]],
);

test("a step is said with what passes its grads, how many they are and of how many products", () => {
  const order = orderOf(gpt);
  assert.deepEqual(order.ids, ["b3", "b2", "b1", "b0"]);
  const said = [1, 2, 3, 4].map((done) => plain(boxSentence(gpt, order, done)));
  assert.deepEqual(said, [
    "loss is the output: its grad is 1.",
    "In gpt, loss passes its grads to mlp: 2 grads, from 3 products.",
    "In gpt / head, mlp passes its grads to out: 1 grad, a sum of 4 products.",
    "In gpt / head, out passes its grads to attn_weights: 3 grads, each a sum of 4 products.",
  ]);
  assert.deepEqual(boxSentence(gpt, order, 0), []);
});

test("several that pass their grads are named, the first two of many", () => {
  const many = boxes(
    ["a", "b", "c", "d"].map((id, at) => ({ id, members: [at] })),
    ["a>b", "a>c", "a>d"],
  );
  const order = orderOf(many);
  assert.equal(
    plain(boxSentence(many, order, 4)),
    "b, c and 1 other pass their grads to a: 1 grad, a sum of 3 products.",
  );
});
