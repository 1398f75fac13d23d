/**
 * The way to the next document. All that changes numbers goes through one lane, in which the newest wins, so
 * that the page never goes back to older numbers.
 */
import { batch } from "@preact/signals";
import type { Program } from "../api";
import type { GraphDocument } from "../document";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "./connection";
import * as descent from "./descent";
import { type Deed, deed, doc, problem } from "./document";
import { DROPPED, Lane } from "./latest";
import { source, withNumbers } from "./program";
import { Turns } from "./queue";

/** Milliseconds that a request may take before a newer one takes its place. */
const PATIENCE = 250;

const lane = new Lane(PATIENCE);

/** Presses that build on each other. */
export const presses = new Turns(lane);

/** Give up what is on its way, and the presses that wait for it. */
export function dropAll(): void {
  presses.forget();
  lane.clear();
}

/** The text itself is wrong: then the last good graph can still be worked with, and the problem stays. */
let textIsWrong = false;

/** What requests about the shown graph send: its own text, which an edit may have left behind. */
export const shownProgram = (): Program => withNumbers(doc.value?.source ?? source.value);

/** An answer that changes no number; null where there is none, which is said to the reader. */
export async function guarded<T>(answer: Promise<T>, retry: () => void): Promise<T | null> {
  try {
    const got = await answer;
    isBack();
    return got;
  } catch (error) {
    if (error instanceof Offline) isAway(retry);
    else if (error instanceof Problem) problem.value = error;
    else throw error;
    return null;
  }
}

/**
 * Run a job whose answer is the next document; `also` changes what goes with it, at the same moment. Says whether it was shown.
 */
export async function show(
  job: (signal: AbortSignal) => Promise<GraphDocument>,
  what: Deed,
  retry: () => void,
  patience?: number,
  also?: (answer: GraphDocument) => void,
): Promise<boolean> {
  descent.isSettling.value = true;
  if (what.kind === "read") presses.forget(); // they were meant for the text before
  try {
    const answer = await lane.run(job, patience);
    if (answer === DROPPED) return false;
    isBack();
    batch(() => {
      doc.value = answer;
      deed.value = what;
      also?.(answer);
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

type Change = (signal: AbortSignal, shown: GraphDocument) => Promise<GraphDocument>;

/** Change what is shown. The change begins when its turn comes, with the document that is on screen then. */
export async function change(make: Change, what: Deed, retry: () => void): Promise<boolean> {
  if (doc.value === null) return false;
  return show((signal) => make(signal, doc.peek() as GraphDocument), what, retry);
}

/** The curve of a descent begins anew at the present output. */
export const startCurve = (): void => descent.begin(doc.value?.value ?? null);
