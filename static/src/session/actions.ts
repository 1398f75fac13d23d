/** What a person can do to the program and the leaves: run it, load an example, give a name a number, move a leaf. */
import { batch } from "@preact/signals";
import { flatGraph, forwarded, passed } from "../compute/answers";
import { passes, standing, withFrame, withStaleGrads } from "../compute/grads";
import * as api from "../wire/calls";
import type { Example, GraphDocument } from "../wire/types";
import type { DescentRun } from "./descent-run";
import type { Has } from "./parts";
import { type Plan, USUAL } from "./plan";

/** Larger graphs ask for numbers alone while a slider is dragged, and for the rest when it is let go. */
const SMALL = 300;

const planOf = ({ learning_rate, steps, schedule }: NonNullable<Example["descent"]>): Plan => ({
  ...USUAL,
  rate: learning_rate,
  steps,
  schedule: schedule.kind,
  final: schedule.final,
  over: steps,
});

interface Needs extends Has<"document" | "program" | "playback" | "selection" | "descent" | "changes"> {
  readonly descentRun: DescentRun;
}

export function createActions(needs: Needs) {
  const { document, program, playback, selection, descent, descentRun, changes } = needs;
  const { doc, leaves } = document;
  const { given, moved } = program;

  /** Read the text as the program leaves it: its own grads if it called backward, none if it did not. */
  async function read(): Promise<void> {
    const sent = program.withNumbers(program.text.value, {});
    const job = async (signal: AbortSignal, listener: api.Listener): Promise<GraphDocument> => {
      const answer = await api.run(sent, signal, listener);
      moved.value = {};
      return answer;
    };
    if (await changes.read(job, { retry: () => void read(), patience: 0 })) descentRun.startAgain();
  }

  /** Read the text after an edit: leaves go back to it, the numbers of free names stay. */
  function edited(): void {
    program.keepGiven();
    void read();
  }

  /** Put an example in the editor, with numbers for its free names and the descent that it is meant for. */
  function load({ source: text, values, descent: meant }: Example): void {
    batch(() => {
      program.setText({ source: text });
      given.value = values;
      descent.plan.value = meant === null ? USUAL : planOf(meant);
      descent.switched.value = new Set();
      selection.select(null);
    });
    void read();
  }

  /** Give numbers to names that the text leaves free. */
  function give(names: readonly string[]): void {
    given.value = { ...given.value, ...Object.fromEntries(names.map((name) => [name, 1])) };
    void read();
  }

  /** Somebody goes through the steps of the pass, which change with the numbers. */
  const isStepped = (): boolean => playback.pass.peek() === "backward" && playback.done.peek() !== null;

  /** The shown graph with other numbers, and with grads if fresh ones are on screen; null where only the server can. */
  function computed(shown: GraphDocument): GraphDocument | null {
    const flat = flatGraph(shown);
    if (flat === null) return null;
    const numbers = changes.shownProgram().values;
    const grads = standing(shown);
    if (grads !== "fresh" && grads !== "accumulated")
      return withStaleGrads(forwarded(shown, flat, numbers), shown);
    return passed(shown, flat, numbers, {
      passes: grads === "fresh" ? 1 : passes(shown),
      steps: isStepped(),
    });
  }

  /** What moved leaves ask for: data alone, or grads as well if fresh ones are on screen. */
  async function follow(signal: AbortSignal, shown: GraphDocument, settled: boolean): Promise<GraphDocument> {
    const own = shown.reusable ? computed(shown) : null;
    if (own !== null) return own;
    const numbers = moved.peek();
    const sent = changes.shownProgram();
    const grads = standing(shown);
    const live = grads === "fresh" || grads === "accumulated";
    const isOwn = shown.own_engine !== null;
    const ask = (include: readonly api.Include[]): Promise<GraphDocument> => {
      if (!live) return api.forward(sent, include, signal);
      return isOwn || grads === "fresh"
        ? api.pass(sent, include, signal, isOwn)
        : api.backward(sent, passes(shown), include, signal);
    };
    if (!settled && shown.nodes.length > SMALL) {
      const { structure, frame } = await ask(["frame"]);
      if (structure === shown.structure && frame !== null) return withFrame(shown, frame, live);
    }
    const answer = await ask(live && isStepped() ? ["nodes", "trace"] : ["nodes"]);
    const made = live ? answer : withStaleGrads(answer, shown);
    // The leaves may have been moved on meanwhile.
    return moved.peek() === numbers ? made : (computed(made) ?? made);
  }

  /** Set a leaf. `settled` is false while a slider is still dragged. */
  async function move(name: string, value: number, settled: boolean): Promise<void> {
    if (doc.value === null) return;
    changes.drag(settled);
    moved.value = { ...program.pinned(leaves.value), [name]: value };
    const retry = (): void => void move(name, value, true);
    const own = computed(doc.value);
    if (own !== null && !(own.reusable && changes.isSettling.peek())) {
      changes.put(own, { kind: "moved" });
      descent.startCurve();
      // Of other numbers the program may make another graph, and print other things.
      if (own.reusable) return;
    }
    const job = (signal: AbortSignal, shown: GraphDocument) => {
      // What ran before, as a descent does, may have left other numbers.
      if (moved.peek()[name] !== value) moved.value = { ...moved.peek(), [name]: value };
      return follow(signal, shown, settled);
    };
    if (await changes.change(job, { kind: "moved" }, retry)) descent.startCurve();
  }

  return { read, edited, load, give, move };
}

export type Actions = ReturnType<typeof createActions>;
