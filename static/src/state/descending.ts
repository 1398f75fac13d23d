/** Steps of gradient descent on the shown graph, and taking them back. */
import { batch } from "@preact/signals";
import * as api from "../api";
import type { Descent, GraphDocument } from "../document";
import * as descent from "./descent";
import { deed, doc, leaves } from "./document";
import { withStaleFrame } from "./grads";
import { History } from "./history";
import { moved, pinned } from "./program";
import { dropAll, show, shownProgram } from "./showing";

interface Snapshot {
  readonly doc: GraphDocument | null;
  readonly moved: Readonly<Record<string, number>>;
  readonly curve: readonly number[];
}

const history = new History<Snapshot>();
export const { canUndo, canRedo } = history;

/** Forget the steps taken: they belong to another text. */
export const forget = (): void => history.clear();

const snapshot = (): Snapshot => ({ doc: doc.value, moved: moved.value, curve: descent.curve.value });

/** Gradient descent from the leaves as they are; leaves new data, and grads that are stale. */
export async function descend(): Promise<void> {
  const earlier = doc.value;
  if (earlier === null || earlier.value === null) return;
  if (descent.trained.value.length === 0) {
    descent.trouble.value = "Every leaf is held fixed. Press θ beside a leaf to train it.";
    return;
  }
  const before = snapshot();
  const sent = shownProgram();
  const options = descent.options(descent.steps.value, Math.max(1, descent.steps.value - 1));
  let course: Descent | null = null;
  const job = async (signal: AbortSignal): Promise<GraphDocument> => {
    course = await api.descend(sent, options, signal);
    const values = { ...sent.values, ...pinned(leaves.value), ...course.values };
    const answer = await api.forward({ ...sent, values }, ["nodes"], signal);
    moved.value = values;
    const used = course.frames.at(-2) ?? course.frames.at(-1);
    return used === undefined || answer.structure !== earlier.structure
      ? answer
      : withStaleFrame(answer, used);
  };
  const shown = await show(
    job,
    { kind: "descended", steps: options.steps, from: earlier.value, to: earlier.value },
    () => void descend(),
  );
  if (shown && course !== null) finish(course, before, earlier.value);
}

function finish(course: Descent, before: Snapshot, from: number): void {
  const taken = course.losses.length - 1;
  batch(() => {
    if (taken > 0) history.keep(before);
    descent.curve.value = [...descent.curve.value, ...course.losses.slice(1)];
    deed.value = { kind: "descended", steps: taken, from, to: course.losses.at(-1) ?? from };
    descent.trouble.value =
      course.stopped === null
        ? null
        : `Step ${course.stopped.step} is no longer a number. The ${taken} steps before it are kept.`;
  });
}

function restore(state: Snapshot | null, kind: "undone" | "redone"): void {
  if (state === null) return;
  dropAll();
  batch(() => {
    doc.value = state.doc;
    moved.value = state.moved;
    descent.curve.value = state.curve;
    descent.trouble.value = null;
    deed.value = { kind };
  });
}

export const undo = (): void => restore(history.undo(snapshot()), "undone");
export const redo = (): void => restore(history.redo(snapshot()), "redone");
