/** What a person can do to the numbers: read the text, move a leaf, go forward, go backward, step. */
import { batch } from "@preact/signals";
import * as api from "../api";
import type { GraphDocument } from "../document";
import { forget } from "./descending";
import * as descent from "./descent";
import { doc, leaves } from "./document";
import { accumulated, passes, standing, withFrame, withStaleGrads } from "./grads";
import * as playback from "./playback";
import { given, keepGiven, moved, pinned, source, withNumbers } from "./program";
import { select } from "./selection";
import { show, shownProgram, startCurve } from "./showing";

/** Larger graphs ask for numbers alone while a slider is dragged, and for the rest when it is let go. */
const SMALL = 300;
const TRACED = 2_000;

/** Read the text as the program leaves it: its own grads if it called backward, none if it did not. */
export async function read(): Promise<void> {
  const sent = withNumbers(source.value, {});
  const job = async (signal: AbortSignal): Promise<GraphDocument> => {
    const answer = await api.evaluate(sent, "program", ["nodes"], signal);
    moved.value = {};
    return answer;
  };
  if (!(await show(job, { kind: "read" }, () => void read(), 0))) return;
  forget();
  descent.trouble.value = null;
  startCurve();
}

/** Read the text after an edit: leaves go back to it, the numbers of free names stay. */
export function edited(): void {
  keepGiven();
  void read();
}

/** Put another text in the editor, with numbers for its free names. */
export function load(text: string, numbers: Readonly<Record<string, number>> = {}): void {
  batch(() => {
    source.value = text;
    given.value = numbers;
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
    if (!small && answer.structure === earlier.structure && answer.frame !== null)
      return withFrame(earlier, answer.frame, live);
    const whole = small ? answer : await api.forward(sent, ["nodes"], signal);
    return live ? whole : withStaleGrads(whole, earlier);
  };
}

/** Set a leaf. `settled` is false while a slider is still dragged. */
export async function move(name: string, value: number, settled: boolean): Promise<void> {
  const earlier = doc.value;
  if (earlier === null) return;
  moved.value = { ...pinned(leaves.value), ...moved.value, [name]: value };
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
  return show(
    (signal) => api.backward(sent, 1, include, signal),
    { kind: "backward" },
    () => void trace(),
  );
}

/** The document with its steps, fetched if it has none yet; stepping begins here. */
export async function stepTo(count: number): Promise<void> {
  playback.pause();
  if (playback.trace.value !== null || (await trace())) playback.goTo(count);
}

export async function playOrPause(): Promise<void> {
  if (playback.isPlaying.value) playback.pause();
  else if (playback.trace.value !== null || (await trace())) playback.play();
}
