/**
 * The way to the next document. All that changes numbers asks through one `ask`, in which the newest wins, so
 * that the page never goes back to older numbers.
 */
import { batch, signal } from "@preact/signals";
import type { Listener, Program } from "../wire/calls";
import type { GraphDocument } from "../wire/types";
import { createAsk, type Job } from "./ask";
import type { Connection } from "./connection";
import type { DocumentState, LastAction } from "./document";
import type { Lifetime } from "./lifetime";
import type { ProgramState } from "./program";
import { Queue } from "./queue";
import { createRun } from "./run";

/** A slider that has not moved for so many milliseconds rests, whether or not it was let go. */
const REST = 400;
/** Milliseconds that a request may take before a newer one takes its place. */
const PATIENCE = 250;

interface Needs {
  readonly life: Lifetime;
  readonly connection: Connection;
  readonly document: DocumentState;
  readonly program: ProgramState;
}

interface Showing {
  readonly retry: () => void;
  readonly patience?: number;
  /** Changes what goes with the document, at the same moment. */
  readonly also?: (answer: GraphDocument) => void;
}

type Run = (signal: AbortSignal, listener: Listener) => Promise<GraphDocument>;
type Change = (signal: AbortSignal, shown: GraphDocument) => Promise<GraphDocument>;

export function createChanges({ life, connection, document, program }: Needs) {
  const { doc, problem, lastAction } = document;
  const ask = createAsk(life, connection, PATIENCE);
  const presses = new Queue(ask);
  /** The text itself is wrong: then the last good graph can still be worked with, and the problem stays. */
  let textIsWrong = false;

  /** Run a job whose answer is the next document. Says whether it was shown. */
  async function show(job: Job<GraphDocument>, what: LastAction, showing: Showing): Promise<boolean> {
    if (what.kind === "read") presses.forget(); // they were meant for the text before
    return ask(job, {
      retry: showing.retry,
      patience: showing.patience,
      use: (answer) =>
        batch(() => {
          doc.value = answer;
          lastAction.value = what;
          showing.also?.(answer);
          if (what.kind === "read") textIsWrong = false;
          if (!textIsWrong) problem.value = null;
        }),
      refused: (found) => {
        textIsWrong = what.kind === "read";
        problem.value = found;
      },
    });
  }

  /** Change what is shown. The change begins when its turn comes, with the document that is on screen then. */
  async function change(make: Change, what: LastAction, retry: () => void): Promise<boolean> {
    if (doc.value === null) return false;
    return show((signal) => make(signal, doc.peek() as GraphDocument), what, { retry });
  }

  /** A slider moves: what only the server can say of the numbers is asked for when it rests. */
  const isDragging = signal(false);
  const rest = life.timer();

  function drag(settled: boolean): void {
    rest.stop();
    isDragging.value = !settled;
    if (!settled)
      rest.start(REST, () => {
        isDragging.value = false;
      });
  }

  /** Show at once what the page has computed; it says nothing of the text. */
  function put(answer: GraphDocument, what: LastAction): void {
    batch(() => {
      doc.value = answer;
      lastAction.value = what;
      if (!textIsWrong) problem.value = null;
    });
  }

  /** Give up what is on its way, and the presses that wait for it. */
  function dropAll(): void {
    presses.forget();
    ask.clear();
  }

  const run = createRun({ life, drop: dropAll });

  /** Run the text: its answer is the next document, and what it tells before that is shown as it comes. */
  async function read(job: Run, showing: Showing): Promise<boolean> {
    let listener: Listener | null = null;
    const isShown = await show(
      (signal) => {
        listener = run.begin();
        return job(signal, listener);
      },
      { kind: "read" },
      {
        ...showing,
        also: (answer) => {
          run.keep(answer);
          showing.also?.(answer);
        },
      },
    );
    if (listener !== null) run.end(listener);
    return isShown;
  }

  return {
    /** The run that is under way. */
    run,
    read,
    /** Presses that build on each other. */
    presses,
    /** A change is on its way; previews wait until it is done. */
    isSettling: ask.isBusy,
    show,
    change,
    put,
    isDragging,
    drag,
    dropAll,
    /** What requests about the shown graph send: its own text, which an edit may have left behind. */
    shownProgram: (): Program =>
      doc.value === null ? program.withNumbers(program.text.value) : program.shownIn(doc.value),
  };
}

export type Changes = ReturnType<typeof createChanges>;
