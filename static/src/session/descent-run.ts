/** Steps of gradient descent on the shown graph, and taking them back. */
import { batch } from "@preact/signals";
import { withStaleFrame } from "../compute/grads";
import { counted } from "../format";
import * as api from "../wire/calls";
import type { Descent as Course, GraphDocument } from "../wire/types";
import type { LastAction } from "./document";
import { History } from "./history";
import { type Leg, legsUpTo, legTo, type Snapshot } from "./legs";
import { descended } from "./own-descent";
import type { Has } from "./parts";
import type { Numbers } from "./program";

/** What a descent did: its losses and what it leaves. */
interface Taken {
  readonly course: Pick<Course, "losses" | "optimizer"> & {
    readonly stopped: Pick<NonNullable<Course["stopped"]>, "step"> | null;
  };
  readonly values: Numbers;
  readonly doc: GraphDocument;
}

/** The numbers of a snapshot. */
const numbersOf = ({ doc, moved, memory }: Snapshot): Pick<Snapshot, "doc" | "moved" | "memory"> => ({
  doc,
  moved,
  memory,
});

type Needs = Has<"document" | "program" | "descent" | "changes">;

export function createDescentRun({ document, program, descent, changes }: Needs) {
  const { doc, leaves, lastAction } = document;
  const { moved, pinned } = program;
  const history = new History<Snapshot>();

  const snapshot = (): Snapshot => ({
    doc: doc.value,
    moved: moved.value,
    curve: descent.curve.value,
    memory: descent.memory.value,
    legs: descent.legs.value,
    shown: descent.shown.value,
    newest: descent.newest.value,
  });

  /** Go so many steps of a leg from where it begins. */
  async function go(leg: Leg, steps: number, signal: AbortSignal, shown: GraphDocument): Promise<Taken> {
    const { sent, options, pinned, before } = leg;
    // The page begins with the document that the leg began with.
    const own = descended(before.doc ?? shown, sent, { ...options, steps });
    if (own !== null)
      return { course: own, values: { ...sent.values, ...pinned, ...own.values }, doc: own.doc };
    // The last frame but one holds the grads of the last update: a stride of one step less makes it so.
    const asked = { ...options, steps, stride: Math.max(1, steps - 1) };
    const course = await api.descend(sent, asked, signal);
    const values = { ...sent.values, ...pinned, ...course.values };
    const answer = await api.forward({ ...sent, values }, ["nodes"], signal);
    const used = course.frames.at(-2);
    const isSame = used !== undefined && answer.structure === shown.structure;
    return { course, values, doc: isSame ? withStaleFrame(answer, used) : answer };
  }

  async function descendNow(): Promise<void> {
    if (doc.value === null || doc.value.value === null) return;
    if (descent.trained.value.length === 0) {
      descent.trouble.value = "Every leaf is held fixed. Press θ beside a leaf to train it.";
      return;
    }
    let leg: Leg | null = null;
    let taken: Taken | null = null;
    const job = async (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> => {
      const steps = descent.plan.value.steps;
      leg = {
        before: snapshot(),
        from: descent.taken.value,
        steps,
        sent: changes.shownProgram(),
        options: descent.options(steps, 1),
        pinned: pinned(leaves.value),
      };
      taken = await go(leg, steps, signal, shown);
      return taken.doc;
    };
    const isShown = await changes.change(job, { kind: "forward" }, () => void descend());
    if (isShown && leg !== null && taken !== null) finish(leg, taken);
  }

  /** Gradient descent from the leaves as they are; leaves new data, and grads that are stale. */
  async function descend(): Promise<void> {
    await changes.presses.take(descendNow);
  }

  function finish(leg: Leg, { course, values }: Taken): void {
    const { before, from } = leg;
    const steps = course.losses.length - 1;
    const start = before.doc?.value ?? Number.NaN;
    batch(() => {
      if (steps > 0) {
        history.keep(before);
        descent.legs.value = [...legsUpTo(descent.legs.value, from), { ...leg, steps }];
        descent.curve.value = [...descent.curve.value.slice(0, from + 1), ...course.losses.slice(1)];
        descent.shown.value = null;
        descent.newest.value = null;
      }
      moved.value = values;
      descent.memory.value = course.optimizer;
      lastAction.value = { kind: "descended", steps, from: start, to: course.losses.at(-1) ?? start };
      descent.trouble.value =
        course.stopped === null
          ? null
          : `Step ${course.stopped.step} is no longer a number. The ${counted(steps, "step")} before it are kept.`;
    });
  }

  /** Put a snapshot's numbers on screen. */
  function put(state: Snapshot, action: LastAction): void {
    batch(() => {
      doc.value = state.doc;
      moved.value = state.moved;
      descent.curve.value = state.curve;
      descent.memory.value = state.memory;
      descent.legs.value = state.legs;
      descent.shown.value = state.shown;
      descent.newest.value = state.newest;
      lastAction.value = action;
    });
  }

  async function showNow(step: number): Promise<void> {
    const last = descent.curve.value.length - 1;
    const action: LastAction = { kind: "returned", step, of: last };
    const newest = descent.newest.value ?? snapshot();
    if (step === descent.taken.value) return;
    if (step >= last) {
      put(newest, action);
      return;
    }
    const leg = legTo(descent.legs.value, step);
    const first = descent.legs.value[0];
    if (leg === undefined) {
      if (first !== undefined) put({ ...newest, ...numbersOf(first.before), shown: 0, newest }, action);
      return;
    }
    let taken: Taken | null = null;
    const job = async (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> => {
      taken = await go(leg, step - leg.from, signal, shown);
      return taken.doc;
    };
    if (!(await changes.change(job, action, () => void show(step))) || taken === null) return;
    const { doc, values, course }: Taken = taken;
    put({ ...newest, doc, moved: values, memory: course.optimizer, shown: step, newest }, action);
  }

  /**
   * Show the numbers of a step of the descent. The curve stays, and the descent continues from there.
   * A step replaces the one that waits before it, as a dragged scrubber gives many.
   */
  async function show(step: number): Promise<void> {
    await changes.presses.replace(() => showNow(step));
  }

  function restore(state: Snapshot | null, kind: "undone" | "redone"): void {
    if (state === null) return;
    changes.dropAll();
    put(state, { kind });
    descent.trouble.value = null;
  }

  /** The steps taken belong to another text: forget them, and begin the curve at the present output. */
  function startAgain(): void {
    history.clear();
    descent.trouble.value = null;
    descent.startCurve();
  }

  return {
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    descend,
    show,
    startAgain,
    undo: (): void => restore(history.undo(snapshot()), "undone"),
    redo: (): void => restore(history.redo(snapshot()), "redone"),
  };
}

export type DescentRun = ReturnType<typeof createDescentRun>;
