/** What a person can do to the numbers: read the text, move a leaf, go forward, go backward, step. */
import { batch } from "@preact/signals";
import * as api from "../api";
import { accumulated, passes, standing, withFrame, withPasses, withStaleGrads } from "../compute/grads";
import { type Example, type GraphDocument, size } from "../document";
import { type Plan, USUAL } from "../plan";
import { forget } from "./descending";
import * as descent from "./descent";
import { doc, leaves } from "./document";
import { DROPPED, Lane } from "./latest";
import * as playback from "./playback";
import { given, keepGiven, moved, pinned, source, withNumbers } from "./program";
import { select } from "./selection";
import { change, guarded, presses, show, shownProgram, startCurve } from "./showing";

/** Larger graphs ask for numbers alone while a slider is dragged, and for the rest when it is let go. */
const SMALL = 300;
/** Above this the nodes themselves are not sent. */
const TRACED = 20_000;

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

/** Put an example in the editor, with numbers for its free names and the descent that it is meant for. */
export function load({ source: text, values, descent: meant }: Example): void {
  batch(() => {
    source.value = text;
    given.value = values;
    descent.plan.value = meant === null ? USUAL : planOf(meant);
    descent.switched.value = new Set();
    select(null);
  });
  void read();
}

const planOf = ({ learning_rate, steps, schedule }: NonNullable<Example["descent"]>): Plan => ({
  ...USUAL,
  rate: learning_rate,
  steps,
  schedule: schedule.kind,
  final: schedule.final,
  over: steps,
});

/** Give numbers to names that the text leaves free. */
export function give(names: readonly string[]): void {
  given.value = { ...given.value, ...Object.fromEntries(names.map((name) => [name, 1])) };
  void read();
}

/** What moved leaves ask for: data alone, or grads as well if fresh ones are on screen. */
async function follow(signal: AbortSignal, shown: GraphDocument, settled: boolean): Promise<GraphDocument> {
  const sent = shownProgram();
  const grads = standing(shown);
  const live = grads === "fresh" || grads === "accumulated";
  const ask = (include: readonly api.Include[]): Promise<GraphDocument> =>
    live
      ? api.backward(sent, grads === "fresh" ? 1 : passes(shown), include, signal)
      : api.forward(sent, include, signal);
  if (!settled && shown.nodes.length > SMALL) {
    const { structure, frame } = await ask(["frame"]);
    if (structure === shown.structure && frame !== null) return withFrame(shown, frame, live);
  }
  const answer = await ask(["nodes"]);
  return live ? answer : withStaleGrads(answer, shown);
}

/** Set a leaf. `settled` is false while a slider is still dragged. */
export async function move(name: string, value: number, settled: boolean): Promise<void> {
  if (doc.value === null) return;
  moved.value = { ...pinned(leaves.value), [name]: value };
  const retry = (): void => void move(name, value, true);
  const job = (signal: AbortSignal, shown: GraphDocument) => {
    // What ran before, as a descent does, may have left other numbers.
    if (moved.peek()[name] !== value) moved.value = { ...moved.peek(), [name]: value };
    return follow(signal, shown, settled);
  };
  if (await change(job, { kind: "moved" }, retry)) startCurve();
}

/** Data from the leaves upward, played value by value; grads that were there are stale now. */
export async function forward(): Promise<void> {
  const job = async (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> =>
    withStaleGrads(await api.forward(shownProgram(), ["nodes"], signal), shown);
  if (!(await change(job, { kind: "forward" }, () => void forward()))) return;
  playback.choose("forward");
  playback.play();
}

/** A backward pass, played step by step; without zeroing it is added to the passes that are there. */
export async function backward(zero: boolean): Promise<void> {
  playback.choose("backward");
  const isFresh = await presses.take(async () => {
    const adds = !zero && doc.peek() !== null && passes(doc.peek() as GraphDocument) > 0;
    if (!adds) return trace();
    await change(addPass, { kind: "backward" }, () => void backward(zero));
    return false;
  });
  if (isFresh && (await upTo(playback.total.value))) playback.play();
}

async function addPass(signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> {
  const count = standing(shown) === "stale" ? 1 : passes(shown) + 1;
  const answer = withPasses(await api.backward(shownProgram(), count, ["nodes"], signal), count);
  return count === 1 ? accumulated(answer, shown) : answer;
}

/** A fresh pass with its steps, so that it can be gone through. */
export async function trace(): Promise<boolean> {
  const job = (signal: AbortSignal, shown: GraphDocument): Promise<GraphDocument> =>
    api.backward(shownProgram(), 1, size(shown) <= TRACED ? ["nodes", "trace"] : ["nodes"], signal);
  return change(job, { kind: "backward" }, () => void trace());
}

const stepsLane = new Lane(0);

/** Fetch steps until so many are here; an answer holds only so many of a long pass. */
async function upTo(count: number): Promise<boolean> {
  const shown = doc.value;
  for (;;) {
    const here = playback.trace.value?.length ?? 0;
    if (here >= Math.min(count, playback.total.value)) return true;
    const job = (signal: AbortSignal) => api.steps(shownProgram(), here, signal);
    const more = await guarded(stepsLane.run(job), () => void stepTo(count));
    if (more === null || more === DROPPED || more.length === 0 || doc.value !== shown) return false;
    playback.extend(more);
  }
}

/** Whether the pass that is gone through has its first `count` steps here; they are fetched if not. */
async function isReady(count: number): Promise<boolean> {
  if (playback.pass.value === "forward") return doc.value !== null;
  return (playback.trace.value !== null || (await trace())) && upTo(count);
}

/** Go to a step; stepping begins here. */
export async function stepTo(count: number): Promise<void> {
  playback.pause();
  if (await isReady(count)) playback.goTo(count);
}

export async function playOrPause(): Promise<void> {
  if (playback.isPlaying.value) playback.pause();
  else if (await isReady(playback.total.value)) playback.play();
}

/** The next step of a node after the one that is shown, from the first again after the last. */
export async function stepToNode(id: string, direction: 1 | -1 = 1): Promise<void> {
  playback.pause();
  if (!(await isReady(playback.total.value))) return;
  const stops = playback.stops.value ?? [];
  const at = playback.done.value ?? 0;
  for (let offset = 1; offset <= stops.length; offset += 1) {
    const index = (at - 1 + direction * offset + 2 * stops.length) % stops.length;
    if (stops[index] === id) {
      playback.goTo(index + 1);
      return;
    }
  }
}
