/**
 * What a person can do to the numbers. Every verb ends in a new document; requests share one lane, in which
 * the newest wins, so that the page never goes back to older numbers.
 */
import { batch } from "@preact/signals";
import * as api from "../api";
import type { Descent, GraphDocument } from "../document";
import { DROPPED, Lane } from "../lane";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "./connection";
import * as descent from "./descent";
import { type Deed, deed, doc, leaves, problem } from "./document";
import { accumulated, passes, standing, withFrame, withStaleFrame, withStaleGrads } from "./grads";
import { History } from "./history";
import { fullName } from "./naming";
import * as playback from "./playback";
import { given, moved, program, source, withNumbers } from "./program";
import { select } from "./selection";

const PATIENCE = 250;
/** Larger graphs ask for numbers alone while a slider is dragged, and for the rest when it is let go. */
const SMALL = 300;
const TRACED = 2_000;
/** More leaves than this are not sent along with every request. */
const PINNED = 2_000;

interface Snapshot {
  readonly doc: GraphDocument | null;
  readonly moved: Readonly<Record<string, number>>;
  readonly curve: readonly number[];
}

const lane = new Lane(PATIENCE);
const history = new History<Snapshot>();
export const { canUndo, canRedo } = history;

const snapshot = (): Snapshot => ({ doc: doc.value, moved: moved.value, curve: descent.curve.value });

/** The text itself is wrong: then the last good graph can still be worked with, and the problem stays. */
let textIsWrong = false;

/** What requests about the shown graph send: its own text, which an edit may have left behind. */
const shownProgram = (): api.Program => withNumbers(doc.value?.source ?? source.value);

/** Run a job whose answer is the next document. Says whether it was shown. */
async function show(
  job: (signal: AbortSignal) => Promise<GraphDocument>,
  what: Deed,
  retry: () => void,
  patience?: number,
): Promise<boolean> {
  descent.isSettling.value = true;
  try {
    const answer = await lane.run(job, patience);
    if (answer === DROPPED) return false;
    isBack();
    batch(() => {
      doc.value = answer;
      deed.value = what;
      if (what.kind === "read") textIsWrong = false;
      if (!textIsWrong) problem.value = null;
    });
    return true;
  } catch (error) {
    if (error instanceof Offline) isAway(retry);
    else if (error instanceof Problem) {
      textIsWrong = what.kind === "read";
      problem.value = error;
    } else throw error;
    return false;
  } finally {
    descent.isSettling.value = lane.busy;
  }
}

const startCurve = (): void => {
  const value = doc.value?.value;
  descent.curve.value = value === null || value === undefined ? [] : [value];
};

/** Read the text as the program leaves it: its own grads if it called backward, none if it did not. */
export async function read(): Promise<void> {
  batch(() => {
    moved.value = {};
    descent.trouble.value = null;
  });
  history.clear();
  const job = (signal: AbortSignal): Promise<GraphDocument> => api.evaluate(program.value, "program", ["nodes"], signal);
  if (await show(job, { kind: "read" }, () => void read(), 0)) startCurve();
}

/** Put another text in the editor, with numbers for its free names. */
export function load(text: string, numbers: Readonly<Record<string, number>> = {}): void {
  batch(() => {
    source.value = text;
    given.value = { ...given.value, ...numbers };
    descent.switched.value = new Set();
    select(null);
  });
  void read();
}

/** Give numbers to names that the text leaves free. */
export function give(names: readonly string[]): void {
  given.value = { ...given.value, ...Object.fromEntries(names.map((name) => [name, 1])) };
  void read();
}

/** All leaves stay where they are shown, so that moving one moves only that one. */
function pinned(): Record<string, number> {
  const now = leaves.value;
  if (now.length > PINNED) return { ...moved.value };
  return Object.fromEntries(now.filter((leaf) => Number.isFinite(leaf.data)).map((leaf) => [fullName(leaf), leaf.data]));
}

/** What a new set of leaves asks for: data alone, or grads as well if fresh ones are on screen. */
function followUp(earlier: GraphDocument, small: boolean): (signal: AbortSignal) => Promise<GraphDocument> {
  const sent = shownProgram();
  const grads = standing(earlier);
  const include: readonly api.Include[] = small ? ["nodes"] : ["frame"];
  return async (signal) => {
    const live = grads === "fresh" || grads === "accumulated";
    const answer = live
      ? await api.backward(sent, grads === "fresh" ? 1 : passes(earlier), include, signal)
      : await api.forward(sent, include, signal);
    if (!small && answer.structure === earlier.structure && answer.frame !== null) return withFrame(earlier, answer.frame, live);
    const whole = small ? answer : await api.forward(sent, ["nodes"], signal);
    return live ? whole : withStaleGrads(whole, earlier);
  };
}

/** Set a leaf. `settled` is false while a slider is still dragged. */
export async function move(name: string, value: number, settled: boolean): Promise<void> {
  const earlier = doc.value;
  if (earlier === null) return;
  moved.value = { ...pinned(), ...moved.value, [name]: value };
  const small = settled || earlier.nodes.length <= SMALL;
  const retry = (): void => void move(name, value, true);
  if (await show(followUp(earlier, small), { kind: "moved" }, retry)) startCurve();
}

/** Data from the leaves upward; grads that were there are stale now. */
export async function forward(): Promise<void> {
  const earlier = doc.value;
  const sent = shownProgram();
  const job = async (signal: AbortSignal): Promise<GraphDocument> =>
    withStaleGrads(await api.forward(sent, ["nodes"], signal), earlier);
  await show(job, { kind: "forward" }, () => void forward());
}

/** A backward pass, played step by step; without zeroing it is added to the passes that are there. */
export async function backward(zero: boolean): Promise<void> {
  const earlier = doc.value;
  if (earlier === null) return;
  if (!zero && passes(earlier) > 0) return addPass(earlier);
  if (await trace()) playback.play();
}

async function addPass(earlier: GraphDocument): Promise<void> {
  const sent = shownProgram();
  const isStale = standing(earlier) === "stale";
  const job = async (signal: AbortSignal): Promise<GraphDocument> => {
    if (!isStale) return api.backward(sent, passes(earlier) + 1, ["nodes"], signal);
    return accumulated(await api.backward(sent, 1, ["nodes"], signal), earlier);
  };
  await show(job, { kind: "backward" }, () => void addPass(earlier));
}

/** A fresh pass with its steps, so that it can be gone through. */
export async function trace(): Promise<boolean> {
  const earlier = doc.value;
  if (earlier === null) return false;
  const sent = shownProgram();
  const include: readonly api.Include[] = earlier.nodes.length <= TRACED ? ["nodes", "trace"] : ["nodes"];
  return show((signal) => api.backward(sent, 1, include, signal), { kind: "backward" }, () => void trace());
}

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
    const values = { ...sent.values, ...pinned(), ...course.values };
    const answer = await api.forward({ ...sent, values }, ["nodes"], signal);
    moved.value = values;
    const used = course.frames.at(-2) ?? course.frames.at(-1);
    return used === undefined || answer.structure !== earlier.structure ? answer : withStaleFrame(answer, used);
  };
  const shown = await show(job, { kind: "descended", steps: options.steps, from: earlier.value, to: earlier.value }, () => void descend());
  if (shown && course !== null) finish(course, before, earlier.value);
}

function finish(course: Descent, before: Snapshot, from: number): void {
  const taken = course.losses.length - 1;
  batch(() => {
    if (taken > 0) history.keep(before);
    descent.curve.value = [...descent.curve.value, ...course.losses.slice(1)];
    deed.value = { kind: "descended", steps: taken, from, to: course.losses.at(-1) ?? from };
    descent.trouble.value =
      course.stopped === null ? null : `Step ${course.stopped.step} is no longer a number. The ${taken} steps before it are kept.`;
  });
}

function restore(state: Snapshot | null, kind: "undone" | "redone"): void {
  if (state === null) return;
  lane.clear();
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

/** The document with its steps, fetched if it has none yet; stepping begins here. */
export async function stepTo(count: number): Promise<void> {
  playback.pause();
  if (playback.trace.value !== null || (await trace())) playback.goTo(count);
}

export async function playOrPause(): Promise<void> {
  if (playback.isPlaying.value) playback.pause();
  else if (playback.trace.value !== null || (await trace())) playback.play();
}
