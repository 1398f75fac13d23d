/** A run of the program's loop as the page has it: begun, paused, stepped, stopped, and looked at pass by pass. */
import { batch, computed, signal } from "@preact/signals";
import type { Session } from "../session/session";
import type { Figure } from "../wire/calls";
import {
  type LiveListener,
  type LiveOptions,
  type LiveRun,
  type Pass,
  start,
  type Values,
  type Watch,
} from "../wire/live";
import { Offline, Problem } from "../wire/problem";
import type { GraphDocument } from "../wire/types";
import { difference } from "./numbers";
import { RunRecord } from "./record";

/** More of what is printed than anybody reads; the end is kept. */
const MOST_PRINTED = 200_000;
const MOST_WATCHED = 5_000;
const MOST_EARLIER = 4;

type TrainState = "idle" | "starting" | "running" | "paused" | "stopped" | "ended" | "failed";

interface Course {
  readonly at: readonly number[];
  readonly loss: readonly number[];
}

type Watched = ReadonlyMap<string, readonly Watch[]>;

interface EarlierRun extends Course {
  readonly label: string;
  readonly watched: Watched;
}

const NOTHING: Course = { at: [], loss: [] };
const NONE: Values = {};

/** Milliseconds between two showings, at least: nobody reads more, and the training has the rest of the time. */
const BETWEEN = 40;

/** The next frame; where there are none, as in a test, a moment later. */
const soon = (run: () => void): void => {
  if (typeof requestAnimationFrame === "function" && !globalThis.document?.hidden) requestAnimationFrame(run);
  else setTimeout(run, 16);
};

function createSignals() {
  return {
    state: signal<TrainState>("idle"),
    passes: signal<Course>(NOTHING),
    newest: signal<Pass | null>(null),
    /** The pass whose numbers are shown; null for the newest. */
    shown: signal<number | null>(null),
    recorded: signal<readonly number[]>([]),
    watched: signal<Watched>(new Map()),
    figures: signal<readonly Figure[]>([]),
    printed: signal(""),
    earlier: signal<readonly EarlierRun[]>([]),
    live: signal<LiveRun | null>(null),
    problem: signal<Problem | null>(null),
    /** The run's graph as it ended. */
    left: signal<GraphDocument | null>(null),
    /** Seconds to the next try of a lost connection; 0 where it is not lost. */
    lostFor: signal(0),
    speed: signal<number | null>(null),
    /** Passes a second at most; null for as many as there can be. */
    pace: signal<number | null>(null),
    /** Numbers that leaves are given when the run continues. */
    changed: signal<Values>(NONE),
    /** The first pass at which something was not finite. */
    broken: signal<Pass | null>(null),
  };
}

export function createTraining({ life, program }: Session) {
  const its = createSignals();
  const { state, shown, live, changed, pace } = its;
  let record = new RunRecord();
  let printed: string[] = [];
  let watched = new Map<string, Watch[]>();
  /** Of which names there is more than what is shown. */
  const more = new Set<string>();
  let source = "";
  let isDue = false;
  /** Pause once this pass has come. */
  let pauseAt: number | null = null;
  let last = Number.NEGATIVE_INFINITY;

  /** Show what has come, once a frame however much comes. */
  function show(): void {
    isDue = false;
    last = performance.now();
    batch(() => {
      its.passes.value = { at: record.at.slice(), loss: record.loss.slice() };
      its.newest.value = record.newest;
      // The seconds of a run leave out what it waits to keep its pace.
      its.speed.value = record.speed === null ? null : Math.min(record.speed, pace.peek() ?? record.speed);
      its.broken.value = record.broken;
      if (its.recorded.peek().length !== record.recorded.length) its.recorded.value = record.recorded.slice();
      if (printed.length > 0)
        its.printed.value = (its.printed.peek() + printed.join("")).slice(-MOST_PRINTED);
      printed = [];
      showWatched();
    });
  }
  /** Only what has changed is another list: panels of the others stay as they are. */
  function showWatched(): void {
    if (more.size === 0) return;
    const next = new Map(its.watched.peek());
    for (const name of more) next.set(name, [...(watched.get(name) ?? [])]);
    more.clear();
    its.watched.value = next;
  }
  function due(): void {
    if (isDue) return;
    isDue = true;
    const wait = last + BETWEEN - performance.now();
    if (wait <= 0) soon(show);
    else setTimeout(() => soon(show), wait);
  }

  const watch = (found: Watch): void => {
    const list = watched.get(found.name) ?? [];
    list.push(found);
    if (list.length > MOST_WATCHED) list.shift();
    watched.set(found.name, list);
    more.add(found.name);
  };

  const listenerOf = (isCurrent: () => boolean): LiveListener => {
    const only =
      <T extends readonly unknown[]>(hear: (...told: T) => void) =>
      (...told: T): void => {
        if (isCurrent()) hear(...told);
      };
    return {
      printed: only((text: string) => {
        printed.push(text);
        due();
      }),
      pass: only((pass: Pass) => {
        record.add(pass);
        if (state.peek() === "starting") state.value = "running";
        due();
      }),
      watch: only((found: Watch) => {
        watch(found);
        due();
      }),
      figure: only((figure: Figure) => {
        its.figures.value = [...its.figures.peek(), figure];
      }),
      state: only((now) => {
        state.value = now;
      }),
      lost: only((seconds: number) => {
        its.lostFor.value = seconds;
      }),
      ended: only((left: GraphDocument) => {
        show();
        batch(() => {
          its.left.value = left;
          if (left.printed !== undefined && its.printed.peek() === "") its.printed.value = left.printed;
          state.value = left.notices.some(({ code }) => code === "stopped") ? "stopped" : "ended";
        });
      }),
      failed: only((problem: Problem) => {
        show();
        batch(() => {
          its.problem.value = problem;
          state.value = "failed";
        });
      }),
    };
  };

  /** The run that was becomes the grey line, with what was other in it. */
  function keepEarlier(next: string): void {
    const { at, loss } = its.passes.peek();
    if (at.length < 2) return;
    const other = difference(source, next);
    const label = other === null ? "last run" : `last run, ${other}`;
    const run = { label, at, loss, watched: its.watched.peek() };
    its.earlier.value = [run, ...its.earlier.peek()].slice(0, MOST_EARLIER);
  }

  function clear(): void {
    record = new RunRecord();
    printed = [];
    watched = new Map();
    more.clear();
    pauseAt = null;
    batch(() => {
      its.passes.value = NOTHING;
      its.newest.value = null;
      its.recorded.value = [];
      its.watched.value = new Map();
      its.figures.value = [];
      its.printed.value = "";
      its.problem.value = null;
      its.left.value = null;
      its.lostFor.value = 0;
      its.speed.value = null;
      its.broken.value = null;
      changed.value = NONE;
      shown.value = null;
    });
  }

  /** Run the text that is in the editor, from its beginning. */
  function run(options: LiveOptions = {}): void {
    const { source: next } = program.text.peek();
    if (next.trim() === "") return;
    live.peek()?.leave();
    show();
    keepEarlier(next);
    clear();
    source = next;
    state.value = "starting";
    let mine: LiveRun | null = null;
    const asked = { parts: true, record: true, pace: pace.peek(), ...options };
    mine = start(
      program.program.peek(),
      asked,
      listenerOf(() => mine === null || live.peek() === mine),
    );
    live.value = mine;
  }

  /** What a verb is refused with is said; a lost connection is said by the run itself. */
  async function told(call: Promise<void> | undefined): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (error instanceof Problem) its.problem.value = error;
      else if (!(error instanceof Offline) && !(error instanceof DOMException)) throw error;
    }
  }

  const isOn = computed(() => ["starting", "running", "paused"].includes(state.value));
  const taken = (): Values | undefined => (changed.peek() === NONE ? undefined : changed.peek());

  async function goOn(verb: (values: Values | undefined) => Promise<void> | undefined): Promise<void> {
    const values = taken();
    its.problem.value = null;
    await told(verb(values));
    if (its.problem.peek() === null) changed.value = NONE;
  }

  async function step(): Promise<void> {
    if (!isOn.peek()) run({ pauseAt: 1 });
    else await goOn((values) => live.peek()?.step(values));
  }

  async function go(): Promise<void> {
    if (state.peek() === "paused") await goOn((values) => live.peek()?.go(values, pace.peek()));
    else if (!isOn.peek()) run();
  }

  async function stop(): Promise<void> {
    if (!isOn.peek()) return;
    const hasBegun = record.newest !== null || state.peek() === "paused";
    await told(live.peek()?.stop());
    if (!hasBegun && state.peek() === "starting") state.value = "stopped";
  }

  async function setPace(to: number | null): Promise<void> {
    pace.value = to;
    if (state.peek() === "running") await told(live.peek()?.go(undefined, to));
  }

  life.effect(() => {
    const pass = its.newest.value?.pass ?? 0;
    if (pauseAt === null || pass < pauseAt) return;
    pauseAt = null;
    void told(live.peek()?.pause());
  });

  life.listen("pagehide", () => live.peek()?.leave());
  life.onEnd(() => live.peek()?.leave());

  return {
    ...its,
    isOn,
    /** The pass whose numbers the page shows. */
    current: computed<number | null>(() => shown.value ?? its.newest.value?.pass ?? null),
    /** The pass whose parts are shown: the chosen one, else the newest of which they were sent. */
    partsStep: computed<number | null>(() => {
      const newest = its.newest.value?.pass ?? null;
      return shown.value ?? record.partsStep ?? newest;
    }),
    normsStep: computed<number | null>(() => {
      const newest = its.newest.value?.pass ?? null;
      return shown.value ?? record.normsStep ?? newest;
    }),
    partsAt: (pass: number) => record.partsAt(pass),
    normsAt: (pass: number) => record.norms.get(pass) ?? null,
    /** The parts by which norms are shown: those whose numbers are sent, else all of which norms are. */
    normNames: (): readonly string[] => {
      const parts = record.partsAt(record.partsStep ?? 0)?.map(({ name }) => name) ?? [];
      const known = parts.filter((name) => record.lines.has(name));
      return known.length > 0 ? known : [...record.lines.keys()];
    },
    /** The grad norm of a part over the passes. */
    normLine: (name: string) => record.lines.get(name) ?? { at: [], values: [] },
    run,
    go,
    pause: () => told(live.peek()?.pause()),
    pauseAfter: (pass: number): void => {
      pauseAt = pass;
    },
    step,
    stop,
    again: () => run(),
    show: (pass: number | null): void => {
      shown.value = pass;
    },
    set: (values: Values): void => {
      changed.value = { ...changed.peek(), ...values };
    },
    setPace,
    retry: () => live.peek()?.retry(),
  };
}

export type Training = ReturnType<typeof createTraining>;
