/** Steps of gradient descent on the shown graph, and taking them back. */
import { batch } from "@preact/signals";
import { withStaleFrame } from "../compute/grads";
import { counted } from "../format";
import * as api from "../wire/calls";
import type { Descent as Course, GraphDocument, Memory } from "../wire/types";
import { History } from "./history";
import type { Has } from "./parts";
import type { Numbers } from "./program";

interface Snapshot {
  readonly doc: GraphDocument | null;
  readonly moved: Numbers;
  readonly curve: readonly number[];
  readonly memory: Memory | null;
}

/** What a descent did, from the document that was shown when it began. */
interface Taken {
  readonly before: Snapshot;
  readonly from: number;
  readonly course: Course;
  readonly values: Numbers;
}

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
  });

  async function descendNow(): Promise<void> {
    if (doc.value === null || doc.value.value === null) return;
    if (descent.trained.value.length === 0) {
      descent.trouble.value = "Every leaf is held fixed. Press θ beside a leaf to train it.";
      return;
    }
    let taken: Taken | null = null;
    const job = async (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> => {
      const before = snapshot();
      const sent = changes.shownProgram();
      const count = descent.plan.value.steps;
      // The last frame but one holds the grads of the last update: a stride of one step less makes it so.
      const course = await api.descend(sent, descent.options(count, Math.max(1, count - 1)), signal);
      const values = { ...sent.values, ...pinned(leaves.value), ...course.values };
      const answer = await api.forward({ ...sent, values }, ["nodes"], signal);
      taken = { before, from: shown.value ?? Number.NaN, course, values };
      const used = course.frames.at(-2);
      return used === undefined || answer.structure !== shown.structure
        ? answer
        : withStaleFrame(answer, used);
    };
    const isShown = await changes.change(job, { kind: "forward" }, () => void descend());
    if (isShown && taken !== null) finish(taken);
  }

  /** Gradient descent from the leaves as they are; leaves new data, and grads that are stale. */
  async function descend(): Promise<void> {
    await changes.presses.take(descendNow);
  }

  function finish({ before, from, course, values }: Taken): void {
    const count = course.losses.length - 1;
    batch(() => {
      if (count > 0) history.keep(before);
      moved.value = values;
      descent.curve.value = [...descent.curve.value, ...course.losses.slice(1)];
      descent.memory.value = course.optimizer;
      lastAction.value = { kind: "descended", steps: count, from, to: course.losses.at(-1) ?? from };
      descent.trouble.value =
        course.stopped === null
          ? null
          : `Step ${course.stopped.step} is no longer a number. The ${counted(count, "step")} before it are kept.`;
    });
  }

  function restore(state: Snapshot | null, kind: "undone" | "redone"): void {
    if (state === null) return;
    changes.dropAll();
    batch(() => {
      doc.value = state.doc;
      moved.value = state.moved;
      descent.curve.value = state.curve;
      descent.memory.value = state.memory;
      descent.trouble.value = null;
      lastAction.value = { kind };
    });
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
    startAgain,
    undo: (): void => restore(history.undo(snapshot()), "undone"),
    redo: (): void => restore(history.redo(snapshot()), "redone"),
  };
}

export type DescentRun = ReturnType<typeof createDescentRun>;
