/** The graph of the shown pass: the newest as often as answers come, the chosen one while somebody looks back. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Render } from "../session/picture";
import type { Session } from "../session/session";
import { render } from "../wire/calls";
import { Problem } from "../wire/problem";
import type { GraphDocument } from "../wire/types";
import type { Training } from "./training";

/** Milliseconds between two questions for the newest graph, at least; more where an answer takes long. */
const REST = 250;
/** A question may take this share of the time, so that showing does not hold up the training. */
const SHARE = 0.25;

/** The drawing of what the run is at; of a server that draws no runs, of the program. */
export const drawsOf =
  (of: () => Training | null, pass: () => number | null): Render =>
  async (program, view, signal, prefix) => {
    const live = of()?.live.peek() ?? null;
    const number = pass();
    if (live === null || number === null) return render(program, view, signal, prefix);
    try {
      return await live.picture(number, view, signal, prefix);
    } catch (error) {
      // Gone, or a server that draws no runs: a run that is over can be drawn from its text.
      if (!(error instanceof Problem) || of()?.isOn.peek() === true) throw error;
      return render(program, view, signal, prefix);
    }
  };

/** `isShown` says whether the graph is on the page: nothing is asked for what nobody sees. */
export function createGraph(session: Session, training: Training, isShown: ReadonlySignal<boolean>) {
  const { life, document } = session;
  const ask = session.createAsk();
  const timer = life.timer();
  /** The pass whose graph is shown; null where it is that of the end, or none. */
  const at = signal<number | null>(null);
  /** Why the graph of the shown pass is not there. */
  const missing = signal<string | null>(null);

  function put(doc: GraphDocument, pass: number | null): void {
    batch(() => {
      at.value = pass;
      missing.value = null;
      document.lastAction.value = { kind: "read" };
      document.doc.value = doc;
    });
  }

  /** Ask for the graph of a pass, or of the newest one. */
  async function fetch(pass: number, then: (took: number) => void): Promise<void> {
    const live = training.live.peek();
    if (live === null) return;
    const began = performance.now();
    await ask((signal) => live.pass(pass, ["nodes"], null, signal), {
      use: (doc) => {
        if (training.live.peek() === live) put(doc, pass);
      },
      refused: (problem) => {
        missing.value = problem.detail;
      },
      // The run itself says that the connection is lost.
      offline: () => undefined,
    });
    then(performance.now() - began);
  }

  /** The newest recorded pass, again and again as long as nobody looks back. */
  let isWaiting = false;
  const wait = (milliseconds: number): void => {
    if (isWaiting) return;
    isWaiting = true;
    timer.start(milliseconds, () => {
      isWaiting = false;
      follow();
    });
  };
  const rest = (): void => {
    isWaiting = false;
    timer.stop();
  };
  const follow = (): void => {
    const newest = training.recorded.peek().at(-1) ?? null;
    if (!isShown.peek() || training.shown.peek() !== null || newest === null) return;
    if (newest === at.peek() || ask.isBusy.peek()) return;
    // A program whose graph is another one at each pass would never be drawn.
    if (session.picture.isDrawing.peek()) wait(REST);
    else void fetch(newest, (took) => wait(Math.max(REST, took / SHARE)));
  };

  life.effect(() => {
    const { shown, recorded, left, live } = training;
    if (live.value === null || !isShown.value) return;
    const chosen = shown.value;
    if (chosen !== null) {
      rest();
      if (chosen !== at.peek()) void fetch(chosen, () => undefined);
      return;
    }
    if (left.value !== null) {
      rest();
      const last = recorded.peek().at(-1);
      if (last === undefined) put(left.value, null);
      else if (last !== at.peek()) void fetch(last, () => undefined);
      return;
    }
    if (recorded.value.length > 0 && !ask.isBusy.peek()) wait(at.peek() === null ? 0 : REST);
  });
  // A new run begins without a graph of its own: the old one stays until there is one.
  life.effect(() => {
    training.live.value;
    at.value = null;
  });

  return { at, missing };
}
