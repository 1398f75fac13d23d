/** Going through the backward pass step by step: where we stand, and what the nodes look like there. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { GraphNode, Step } from "../document";
import { doc } from "./document";
import { standing } from "./grads";
import { isStill } from "./screen";
import { after, stepCount } from "./steps";

const PACE = 420;
const WHOLE_TIME = 6000;
const FASTEST = 40;

/** How many steps are done; null while nobody steps and the document's own grads are shown. */
export const done = signal<number | null>(null);
export const isPlaying = signal(false);
export const trace = computed<readonly Step[] | null>(() => doc.value?.trace ?? null);
export const total = computed(() => (doc.value === null ? 0 : stepCount(doc.value)));

/** Steps done as the scrubber shows them: all of them when the grads are fresh, none when they are not. */
export const reached = computed(() => {
  if (done.value !== null) return done.value;
  return doc.value !== null && standing(doc.value) === "fresh" ? total.value : 0;
});

export const current = computed<Step | null>(() =>
  done.value === null ? null : (trace.value?.[done.value - 1] ?? null),
);

/** The nodes as they are to be shown now. */
export const nodes = computed<readonly GraphNode[]>(() => {
  const shown = doc.value;
  if (shown === null) return [];
  if (done.value === null || trace.value === null) return shown.nodes;
  return after(shown, trace.value, done.value);
});

let timer: ReturnType<typeof setTimeout> | undefined;

export function pause(): void {
  clearTimeout(timer);
  isPlaying.value = false;
}

/** Show the state after so many steps. Needs a trace. */
export function goTo(count: number): void {
  done.value = Math.max(0, Math.min(total.value, count));
}

/** Play on to the last step, from the first one if the end is reached. Jumps where motion is not wanted. */
export function play(): void {
  if (trace.value === null) return;
  if (isStill.value) {
    goTo(total.value);
    return;
  }
  batch(() => {
    if (reached.value >= total.value) done.value = 0;
    isPlaying.value = true;
  });
  tick();
}

function tick(): void {
  clearTimeout(timer);
  if (!isPlaying.value) return;
  goTo((done.value ?? 0) + 1);
  if (done.value === total.value) pause();
  else timer = setTimeout(tick, Math.max(FASTEST, Math.min(PACE, WHOLE_TIME / total.value)));
}

// New numbers end the stepping through the old ones.
let shownTrace: readonly Step[] | null = null;
effect(() => {
  const next = trace.value;
  if (next === shownTrace) return;
  shownTrace = next;
  pause();
  done.value = null;
});
