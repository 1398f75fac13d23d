/** Going through a pass step by step, forward or backward: where we stand, and what the nodes look like there. */
import { batch, computed, effect, signal } from "@preact/signals";
import { standing } from "../compute/grads";
import { stepCount } from "../compute/steps";
import type { GraphDocument, GraphNode, Step } from "../document";
import { doc } from "./document";
import { BackwardReel, ForwardReel, turnsOf } from "./pass-frames";
import { isStill } from "./screen";
import { hidden, veiled } from "./spoiler";

/** Milliseconds a step at speed 1; a long pass is shorter a step, and takes several at once where it must. */
const PACE = 420;
const WHOLE_TIME = 6000;
const FASTEST = 40;
const LONGEST = 60_000;
export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** Which pass is gone through. */
export const pass = signal<"forward" | "backward">("backward");
/** How many steps are done; null while nobody steps and the document's own numbers are shown. */
export const done = signal<number | null>(null);
export const isPlaying = signal(false);
export const speed = signal<number>(1);

/** Steps after those that came with the document. */
const further = signal<readonly Step[]>([]);
/** The backward steps that are here, from the first on; null before they were asked for. */
export const trace = computed<readonly Step[] | null>(() => {
  const first = doc.value?.trace ?? null;
  return first === null || further.value.length === 0 ? first : [...first, ...further.value];
});
/** Add steps that follow those that are here. */
export function extend(steps: readonly Step[]): void {
  further.value = [...further.value, ...steps];
}

const turns = computed(() => (doc.value === null ? [] : turnsOf(doc.value)));
const backwardTotal = computed(() => (doc.value === null ? 0 : stepCount(doc.value)));
export const total = computed(() => (pass.value === "forward" ? turns.value.length : backwardTotal.value));

/** Steps done as the scrubber shows them: all of them when the numbers are there, none when they are not. */
export const reached = computed(() => {
  if (done.value !== null) return done.value;
  if (doc.value === null) return 0;
  return pass.value === "forward" || standing(doc.value) === "fresh" ? total.value : 0;
});

/** Forward is gone through and has not come to the output: what shows its value would tell it too early. */
export const isOutputAhead = computed(
  () => pass.value === "forward" && done.value !== null && done.value < total.value,
);

/** The backward step that is shown. */
export const current = computed<Step | null>(() =>
  done.value === null || pass.value === "forward" ? null : (trace.value?.[done.value - 1] ?? null),
);

/** The node whose value the forward step that is shown computes. */
export const turn = computed<GraphNode | null>(() =>
  done.value === null || pass.value === "backward" ? null : (turns.value[done.value - 1] ?? null),
);

/** The node whose turn it is, in either pass. */
export const active = computed<string | null>(() => current.value?.node ?? turn.value?.id ?? null);

/** The node of every step, in order, as far as they are known. */
export const stops = computed<readonly string[] | null>(() =>
  pass.value === "forward"
    ? turns.value.map((node) => node.id)
    : (trace.value?.map((step) => step.node) ?? null),
);

let reels: {
  readonly of: GraphDocument;
  readonly backward: BackwardReel;
  readonly forward: ForwardReel;
} | null = null;

function reelsOf(shown: GraphDocument): NonNullable<typeof reels> {
  if (reels?.of !== shown)
    reels = { of: shown, backward: new BackwardReel(shown), forward: new ForwardReel(shown) };
  return reels;
}

const uncovered = computed<readonly GraphNode[]>(() => {
  const shown = doc.value;
  if (shown === null) return [];
  if (done.value === null) return shown.nodes;
  if (pass.value === "forward")
    return done.value >= turns.value.length ? shown.nodes : reelsOf(shown).forward.at(done.value);
  return trace.value === null ? shown.nodes : reelsOf(shown).backward.at(trace.value, done.value);
});

/** The nodes as they are to be shown now. */
export const nodes = computed<readonly GraphNode[]>(() =>
  hidden.value === null ? uncovered.value : uncovered.value.map(veiled),
);

let timer: ReturnType<typeof setTimeout> | undefined;

export function pause(): void {
  clearTimeout(timer);
  isPlaying.value = false;
}

/** Show the state after so many steps. Backward needs a trace that goes so far. */
export function goTo(count: number): void {
  done.value = Math.max(0, Math.min(total.value, count));
}

/** Choose the pass to go through; what is shown stays whole until somebody steps. */
export function choose(next: "forward" | "backward"): void {
  if (pass.value === next) return;
  pause();
  batch(() => {
    done.value = null;
    pass.value = next;
  });
}

/** Play on to the last step, from the first one if the end is reached. Jumps where motion is not wanted. */
export function play(): void {
  if (total.value === 0 || (pass.value === "backward" && trace.value === null)) return;
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
  const stride = Math.max(1, Math.round((total.value * FASTEST * speed.value) / LONGEST));
  goTo((done.value ?? 0) + stride);
  const wait = Math.max(FASTEST, Math.min(PACE, WHOLE_TIME / total.value) / speed.value);
  if (done.value === total.value) pause();
  else timer = setTimeout(tick, wait);
}

// New numbers end the stepping through the old ones.
let shownDoc: GraphDocument | null = null;
effect(() => {
  const next = doc.value;
  if (next === shownDoc) return;
  shownDoc = next;
  pause();
  batch(() => {
    done.value = null;
    further.value = [];
  });
});
