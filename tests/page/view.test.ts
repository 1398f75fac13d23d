import assert from "node:assert/strict";
import { test } from "node:test";
import { called } from "../../static/src/compute/naming";
import { copyOf, type OpenFrame } from "../../static/src/drawing/boxes";
import { asTooLarge } from "../../static/src/session/picture";
import { createSession } from "../../static/src/session/session";
import { drawnOf } from "../../static/src/session/view";
import { positions } from "../../static/src/wire/ids";
import { readProblem } from "../../static/src/wire/problem";
import { boxes } from "./boxes";
import { graph } from "./graph";

test("the positions of a box are read as they are written", () => {
  assert.deepEqual(positions("3 7+4*3 20"), [3, 7, 11, 15, 20]);
});

test("the output of a graph that is sent as numbers has its name", () => {
  const large = graph([], { output: "n38280", output_name: "total_loss" });
  assert.equal(called(large, "n38280"), "total_loss");
  assert.equal(called(large, "n7"), "n7");
  assert.equal(called(graph([], { output: "n7" }), "n7"), "n7");
  assert.equal(called(null, null), "");
});

const ROOT =
  '<svg class="graph big" data-detail="program" data-direction="TB" data-boxes="6" ' +
  'data-open="for%20k%5B19%5D for%20k%5B19%5D/n%5B3%5D" data-scale="data=1">';

/** A page that draws boxes, with the drawing of a program in which a call and one in it are open. */
function opened() {
  const session = createSession({ mayBox: true, draws: false });
  session.document.doc.value = graph([{ label: "a", data: 1, grad: 1 }]);
  session.view.drawn.value = drawnOf(ROOT);
  const all = boxes([{ id: "x", in: "c2" }, { id: "y" }], [], [["c1"], ["c2", "c1"]]);
  const paths: Readonly<Record<string, string>> = {
    c1: "for k[19]",
    c2: "for k[19]/n[3]",
    x: "for k[19]/n[3]/.q",
    y: "loss[0]",
  };
  const named = <T extends { readonly id: string }>(each: T): T => ({
    ...each,
    path: paths[each.id] ?? each.id,
  });
  session.boxes.value = {
    ...all,
    boxes: new Map([...all.boxes].map(([id, box]) => [id, named(box)])),
    frames: new Map([...all.frames].map(([id, frame]) => [id, named(frame)])),
  };
  return session;
}

test("what the server chose is read from the root of its drawing", () => {
  assert.deepEqual(drawnOf(ROOT), {
    detail: "program",
    direction: "TB",
    count: 6,
    open: ["for k[19]", "for k[19]/n[3]"],
    details: null,
  });
  assert.deepEqual(drawnOf('<svg data-details="program=4 values=40192">').details, {
    program: 4,
    values: 40192,
  });
  assert.deepEqual(drawnOf('<svg class="graph">').open, []);
  assert.equal(drawnOf('<svg data-detail="all">').detail, null);
});

test("at first the server chooses, by the size of the canvas, and a canvas of another size asks for nothing", () => {
  const { view } = createSession({ mayBox: true, draws: false });
  view.kept.canvas = { width: 640, height: 480 };
  const before = view.chosen.value;
  assert.deepEqual(view.asked().fit, { width: 640, height: 480 });
  assert.equal(view.asked().detail, null);
  assert.equal(view.asked().isFree, true);
  view.drawn.value = drawnOf(ROOT);
  view.kept.canvas = { width: 300, height: 200 };
  assert.equal(view.chosen.value, before, "what the server chose is not another choice");
  assert.equal(view.direction.value, "TB");
  assert.equal(view.depth.value, "program");
});

test("a page without boxes draws every value", () => {
  const { view } = createSession({ draws: false });
  assert.equal(view.asked().detail, "values");
  assert.equal(view.depth.value, "values");
});

test("a box is opened beside what is open, and shutting a frame shuts what is open in it", () => {
  const { view } = opened();
  view.openBox("loss[0]");
  assert.deepEqual(view.asked().open, ["for k[19]", "for k[19]/n[3]", "loss[0]"]);
  assert.equal(view.asked().detail, "program");
  assert.equal(view.asked().fit, null);
  assert.equal(view.kept.pinned, "loss[0]");
  view.shutFrame("for k[19]");
  assert.deepEqual(view.asked().open, []);
  assert.equal(view.current.value, null);
});

test("shutting an inner frame goes back to the one around it", () => {
  const { crumbs, view } = opened();
  view.current.value = "for k[19]/n[3]";
  assert.deepEqual(
    crumbs.value.map((each) => each.id),
    ["c1", "c2"],
  );
  view.shutFrame("for k[19]/n[3]");
  assert.deepEqual(view.open.value, ["for k[19]"]);
  assert.equal(view.current.value, "for k[19]");
  assert.deepEqual(
    crumbs.value.map((each) => each.id),
    ["c1"],
  );
});

test("on a phone one frame is open at a time", () => {
  const { screen, view } = opened();
  screen.isPhone.value = true;
  view.openBox("loss[0]");
  assert.deepEqual(view.open.value, ["loss[0]"]);
  view.openBox("for k[19]/n[3]/.q");
  assert.deepEqual(view.open.value, ["for k[19]", "for k[19]/n[3]", "for k[19]/n[3]/.q"]);
});

test("another copy takes the place of one, with what is open in it", () => {
  const { view } = opened();
  view.current.value = "for k[19]/n[3]";
  view.showCopy("for k[19]", "for k[18]");
  assert.deepEqual(view.open.value, ["for k[18]", "for k[18]/n[3]"]);
  assert.equal(view.current.value, "for k[18]/n[3]");
  const frame = { copies: 4, copy: 3, path: "for k[19]/n[3]", twins: [] } as unknown as OpenFrame;
  assert.equal(copyOf(frame, -1), "for k[19]/n[2]");
  assert.equal(copyOf(frame, 1), null);
  assert.equal(copyOf({ ...frame, twins: ["a[0]", "b[1]", "for k[19]/n[3]"] }, -1), "b[1]");
});

test("the detail is chosen, and what was opened by hand stays open but in a drawing of every value", () => {
  const { view } = opened();
  view.openBox("loss[0]");
  view.choose("calls");
  assert.deepEqual([view.depth.value, view.open.value.length], ["calls", 3]);
  view.choose("values");
  assert.deepEqual([view.asked().detail, view.asked().open], ["values", []]);
  view.showAround("n3");
  assert.deepEqual(view.asked().around, { node: "n3", hops: 2 });
  assert.equal(view.asked().detail, "values");
  view.reset();
  assert.equal(view.isChosen(), false);
  assert.equal(view.depth.value, "program");
});

test("a file shows what is drawn: the server's choice is asked for by its name", () => {
  const { view } = opened();
  assert.deepEqual(
    [view.shown().detail, view.shown().open, view.shown().direction, view.shown().fit],
    ["program", ["for k[19]", "for k[19]/n[3]"], "TB", null],
  );
});

test("more boxes than a request may name are said to be too many", () => {
  const refusal = readProblem(422, {
    code: "invalid-request",
    detail: "`view.collapsed` list should have at most 1000 items after validation, not 1001.",
    names: ["view.collapsed"],
  });
  assert.equal(asTooLarge(refusal).detail, "Too many boxes for one picture.");
  const other = readProblem(422, { code: "invalid-request", names: ["source"] });
  assert.equal(asTooLarge(other), other);
});
