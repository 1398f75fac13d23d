/** The run that is under way: what it has printed and drawn so far, how to stop it, and what it drew once it is over. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Figure, Listener } from "../wire/calls";
import type { GraphDocument } from "../wire/types";
import type { Lifetime } from "./lifetime";

/** A run that takes longer than this is said to go on. */
const LATE = 300;
/** More of what is printed than anybody reads; the end is kept. */
const MOST = 100_000;

interface Live {
  readonly printed: string;
  readonly figures: readonly Figure[];
}

const NOTHING: Live = { printed: "", figures: [] };

interface Needs {
  readonly life: Lifetime;
  /** Give up what is under way. */
  readonly drop: () => void;
}

export interface RunState {
  /** A run is in progress, and has been for so long that the page says so. */
  readonly isRunning: ReadonlySignal<boolean>;
  /** What the run in progress has sent, or the one that was stopped. */
  readonly live: ReadonlySignal<Live | null>;
  /** After how many seconds the last run was stopped; null where it was not. */
  readonly stoppedAfter: ReadonlySignal<number | null>;
  /** What the program drew. */
  readonly figures: ReadonlySignal<readonly Figure[]>;
  /** A run begins; gives back whom it tells. */
  readonly begin: () => Listener;
  /** The run that tells this listener is over. */
  readonly end: (listener: Listener) => void;
  /** It has left a document. */
  readonly keep: (answer: GraphDocument) => void;
  readonly stop: () => void;
}

export function createRun({ life, drop }: Needs): RunState {
  const isRunning = signal(false);
  const live = signal<Live | null>(null);
  const stoppedAfter = signal<number | null>(null);
  const drawn = signal<readonly Figure[]>([]);
  const late = life.timer();
  let began = 0;
  let current: Listener | null = null;

  function begin(): Listener {
    began = performance.now();
    late.start(LATE, () => {
      isRunning.value = true;
    });
    batch(() => {
      live.value = null;
      stoppedAfter.value = null;
    });
    // A run that was given up may tell something yet.
    const tell = (change: (now: Live) => Live): void => {
      if (current === mine && stoppedAfter.peek() === null) live.value = change(live.peek() ?? NOTHING);
    };
    const mine: Listener = {
      printed: (text) => tell((now) => ({ ...now, printed: (now.printed + text).slice(-MOST) })),
      figure: (figure) => tell((now) => ({ ...now, figures: [...now.figures, figure] })),
    };
    current = mine;
    return mine;
  }

  function end(listener: Listener): void {
    if (listener !== current) return;
    late.stop();
    batch(() => {
      isRunning.value = false;
      // What was told before somebody stopped it stays to be read.
      if (stoppedAfter.value === null) live.value = null;
    });
  }

  function stop(): void {
    late.stop();
    batch(() => {
      isRunning.value = false;
      stoppedAfter.value = (performance.now() - began) / 1000;
    });
    drop();
  }

  return {
    isRunning,
    live,
    stoppedAfter,
    figures: computed(() => live.value?.figures ?? drawn.value),
    begin,
    end,
    keep: (answer) => {
      drawn.value = answer.figures ?? [];
    },
    stop,
  };
}
