/** The steps of a lesson's backward pass: how far they may be gone through, and what the drawing shows there. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { after, edgesDone } from "../compute/steps";
import { type Moment, QUIET } from "../drawing/moment";
import { assign } from "../session/assign";
import { localOf } from "../session/moment";
import type { GraphDocument, Lesson, Step } from "../wire/types";

interface Needs {
  readonly lesson: ReadonlySignal<Lesson | null>;
  readonly isSolved: ReadonlySignal<boolean>;
  /** The graph before any pass, with the steps of one. */
  readonly fresh: ReadonlySignal<GraphDocument | null>;
  /** The graph as the program leaves it. */
  readonly left: ReadonlySignal<GraphDocument | null>;
  readonly picked: ReadonlySignal<ReadonlySet<string>>;
}

export function createSteps({ lesson, isSolved, fresh, left, picked }: Needs) {
  /** Backward steps done; null while nobody steps. */
  const done = signal<number | null>(null);
  const trace = computed<readonly Step[]>(() => fresh.value?.trace ?? []);
  const isHidden = computed(() => lesson.value?.hide === "grad" && !isSolved.value);
  /** Steps may be gone through up to the first that gives away the number that is asked for. */
  const furthest = computed(() => {
    const task = lesson.value?.task;
    if (!isHidden.value || task?.kind !== "predict") return trace.value.length;
    const asked = fresh.value?.nodes.find((node) => node.label === task.of.grad)?.id;
    const first = trace.value.findIndex((step) => step.node === asked);
    return first < 0 ? trace.value.length : first;
  });
  const reached = computed(() =>
    Math.min(furthest.value, done.value ?? (isHidden.value ? 0 : trace.value.length)),
  );
  const current = computed<Step | null>(() =>
    done.value === null ? null : (trace.value[reached.value - 1] ?? null),
  );
  const shown = computed(() =>
    lesson.value?.state === "program" && !isSolved.value ? left.value : fresh.value,
  );
  const moment = computed<Moment | null>(() => {
    const doc = shown.value;
    if (doc === null) return null;
    // Read here, so that a choice is drawn: it is written into the drawing after the numbers.
    void picked.value;
    const isStepped = isHidden.value || done.value !== null;
    return {
      ...QUIET,
      doc,
      nodes: isStepped ? after(doc, trace.value, reached.value) : doc.nodes,
      active: current.value?.node ?? null,
      done: done.value === null ? [] : edgesDone(trace.value, reached.value),
      local: localOf(doc, current.value),
      trained: new Set(doc.parameters),
    };
  });
  const goTo = (step: number): void => assign(done, Math.max(0, Math.min(furthest.value, step)));
  return { done, trace, isHidden, furthest, reached, current, moment, goTo };
}
