/** The numbers of the open lesson: read, changed by hand, trained. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Ask } from "../session/ask";
import { assign } from "../session/assign";
import { Queue } from "../session/queue";
import type { Session } from "../session/session";
import { descend, evaluate } from "../wire/calls";
import type { Problem } from "../wire/problem";
import type { Descent, GraphDocument, Lesson } from "../wire/types";

interface Needs {
  readonly session: Session;
  readonly ask: Ask;
  readonly lesson: ReadonlySignal<Lesson | null>;
  /** The steps of a descent have left the numbers, or not. */
  readonly onDescent: (isLost: boolean) => void;
}

export function createWork({ session, ask, lesson, onDescent }: Needs) {
  const { document, program, picture } = session;
  /** Presses that build on each other. */
  const presses = new Queue(ask);
  /** The graph before any pass, with the steps of one. */
  const fresh = signal<GraphDocument | null>(null);
  /** The graph as the program leaves it. */
  const left = signal<GraphDocument | null>(null);
  const losses = signal<readonly number[]>([]);
  const refused = (problem: Problem): void => assign(document.problem, problem);

  /** Take in the numbers of a lesson, and draw it where its structure is another one. */
  function show(open: Lesson, [now, after]: readonly [GraphDocument, GraphDocument | null]): void {
    if (open !== lesson.peek()) return;
    batch(() => {
      document.problem.value = null;
      fresh.value = now;
      left.value = after;
      picture.open(now.structure, { collapsed: open.collapsed });
      document.doc.value = now;
    });
  }

  async function recompute(open: Lesson): Promise<void> {
    const sent = program.program.peek();
    const job = (signal: AbortSignal) =>
      Promise.all([
        evaluate(sent, "fresh", ["nodes", "trace"], signal),
        open.state === "program" ? evaluate(sent, "program", ["nodes"], signal) : null,
      ]);
    await ask(job, { use: (found) => show(open, found), refused, retry: () => void recompute(open) });
  }

  /** Open a lesson at its beginning. */
  async function begin(open: Lesson): Promise<void> {
    presses.forget();
    ask.clear();
    batch(() => {
      program.source.value = open.source;
      program.moved.value = {};
      fresh.value = null;
      left.value = null;
      losses.value = [];
    });
    await presses.take(async () => {
      await recompute(open);
      const doc = fresh.peek();
      if (doc !== null && doc.value !== null) losses.value = [doc.value];
    });
  }

  /** Give a leaf of the open lesson a number. It waits for nothing: the last one of a drag is what counts. */
  async function set(leaf: string, value: number): Promise<void> {
    const open = lesson.peek();
    if (open === null) return;
    program.moved.value = { ...program.moved.value, [leaf]: value };
    await recompute(open);
  }

  /** The program was changed: its numbers and its drawing are new. */
  async function edited(): Promise<void> {
    const open = lesson.peek();
    if (open !== null) await recompute(open);
  }

  function use(open: Lesson, course: Descent): void {
    if (open !== lesson.peek()) return;
    batch(() => {
      document.problem.value = null;
      losses.value = [...losses.value, ...course.losses.slice(1)];
      program.moved.value = course.values;
      onDescent(course.stopped !== null);
    });
  }

  async function descent(rate: number, steps: number): Promise<void> {
    const open = lesson.peek();
    const doc = fresh.peek();
    if (open === null || doc === null) return;
    const options = {
      learning_rate: rate,
      steps,
      direction: "minimize" as const,
      parameters: doc.parameters,
      stride: steps,
      watch: [],
    };
    const isDone = await ask((signal) => descend(program.program.peek(), options, signal), {
      use: (course) => use(open, course),
      refused,
      retry: () => void train(rate, steps),
    });
    if (isDone && open === lesson.peek()) await recompute(open);
  }

  /** Steps of descent on the open lesson's parameters, from where the last ones ended. */
  async function train(rate: number, steps: number): Promise<void> {
    await presses.take(() => descent(rate, steps));
  }

  return { presses, fresh, left, losses, begin, edited, set, train };
}
