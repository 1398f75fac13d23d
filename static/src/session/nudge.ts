/**
 * Nudging the inspected node: by how much, what came of it, and whether the drawing shows it. What the
 * drawing shows then is no state of the page: it ends with the nudge, and with everything that changes the
 * numbers or looks elsewhere.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import * as api from "../api";
import type { GraphDocument } from "../document";
import { Problem } from "../problem";
import type { Method, Nudge } from "../wire/nudge";
import { doc } from "./document";
import { isPassing } from "./idle";
import { DROPPED, Lane } from "./latest";
import { isPlaying } from "./playback";
import { inspectorOpen, isPhone, tab } from "./screen";
import { inspected } from "./selection";
import { shownProgram } from "./showing";

export const SMALLEST = 1e-14;
export const LARGEST = 1;
/** Larger graphs are nudged without a curve, which takes some eighty passes. */
const CURVED = 2_000;
const REST = 80;
const PATIENCE = 200;

export const h = signal(0.001);
export const method = signal<Method>("forward");

interface Ask {
  readonly doc: GraphDocument;
  readonly node: string;
  readonly h: number;
  readonly method: Method;
}

/** Somebody wants to see the nudge in the drawing. */
const isWanted = signal(false);
const answer = signal<{ readonly ask: Ask; readonly nudge: Nudge } | null>(null);
const refusal = signal<{ readonly ask: Ask; readonly problem: Problem } | null>(null);

const isInSight = computed(() => (isPhone.value ? tab.value === "inspect" : inspectorOpen.value));

const ask = computed<Ask | null>(() => {
  const shown = doc.value;
  const node = inspected.value;
  if (shown === null || node === null || node.op === "constant") return null;
  if (isPassing.value || !(isInSight.value || isWanted.value)) return null;
  return { doc: shown, node: node.id, h: h.value, method: method.value };
});

const isSame = (one: Ask | null, other: Ask | null): boolean =>
  one !== null && other !== null && one.doc === other.doc && one.node === other.node;

/** What came of the last nudge of the inspected node; its h may be one that was set before. */
export const nudge = computed<Nudge | null>(() => {
  const found = answer.value;
  return found !== null && isSame(found.ask, ask.value) && found.ask.method === method.value
    ? found.nudge
    : null;
});

/** Why the node cannot be nudged by this h. */
export const trouble = computed<Problem | null>(() => {
  const found = refusal.value;
  return found !== null && isSame(found.ask, ask.value) && found.ask.h === h.value ? found.problem : null;
});

/** The numbers are not yet those of the h and the method that are set. */
export const isBehind = computed(
  () => ask.value !== null && trouble.value === null && nudge.value?.h !== h.value,
);

export interface Ripple {
  readonly node: string;
  readonly h: number;
  readonly data: readonly number[];
  readonly changed: ReadonlySet<string>;
}

/** What the drawing shows while somebody nudges. */
export const ripple = computed<Ripple | null>(() => {
  const found = nudge.value;
  if (!isWanted.value || found === null || trouble.value !== null) return null;
  if (found.frame.structure !== doc.value?.structure) return null;
  return { node: found.node, h: found.h, data: found.frame.data, changed: new Set(found.changed) };
});

export const isRippling = computed(() => isWanted.value && ask.value !== null);

/** See the nudge in the drawing; on a phone that is another part of the page. */
export function begin(): void {
  batch(() => {
    isWanted.value = true;
    if (isPhone.peek()) tab.value = "graph";
  });
}

export function stop(): void {
  isWanted.value = false;
}

/** Set h, and see it in the drawing. */
export function nudgeBy(value: number): void {
  batch(() => {
    h.value = value;
    isWanted.value = true;
  });
}

const lane = new Lane(PATIENCE);

async function look(wanted: Ask): Promise<void> {
  const options = {
    node: wanted.node,
    h: wanted.h,
    method: wanted.method,
    curve: wanted.doc.nodes.length <= CURVED,
  };
  try {
    const found = await lane.run((aborted) => api.nudge(shownProgram(), options, aborted));
    if (found === DROPPED) return;
    answer.value = { ask: wanted, nudge: found };
  } catch (error) {
    // Without a connection there is nothing to show; what was shown before stays.
    if (error instanceof Problem) refusal.value = { ask: wanted, problem: error };
  }
}

effect(() => {
  const wanted = ask.value;
  // Steps that go away from a node and come back to it find its numbers still here.
  if (wanted === null || nudge.peek()?.h === wanted.h) return undefined;
  const timer = setTimeout(() => void look(wanted), isWanted.peek() ? 0 : REST);
  return () => clearTimeout(timer);
});

// Other numbers or another node end the nudge.
let nudged: { readonly doc: GraphDocument | null; readonly node: string | null } | null = null;
effect(() => {
  const now = { doc: doc.value, node: inspected.value?.id ?? null };
  const isOther = nudged !== null && (nudged.doc !== now.doc || nudged.node !== now.node);
  nudged = now;
  if (isOther || isPlaying.value) isWanted.value = false;
});
