/** The curve of a lesson that has one: its samples, and where the point on it has been. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../session/session";
import { curve as askCurve } from "../wire/calls";
import type { CurveData, Lesson } from "../wire/types";
import { zeros } from "./samples";

/** Samples a unit: each step of the keyboard ends on one. */
const DENSITY = 100;
const PATIENCE = 2000;
/** How many tangents of before are drawn. */
const TRAIL = 4;

export function createCurve({ life, createAsk }: Session, lesson: ReadonlySignal<Lesson | null>) {
  const samples = signal<CurveData | null>(null);
  /** Places where the point has rested, oldest first. */
  const trail = signal<readonly number[]>([]);
  /** The part of the axis over which the point has gone. */
  const visited = signal<readonly [number, number] | null>(null);
  const ask = createAsk(PATIENCE);

  life.effect(() => {
    const open = lesson.value;
    batch(() => {
      samples.value = null;
      trail.value = [];
      visited.value = null;
    });
    if (open === null || open.curve === null) return;
    const { leaf, from, to } = open.curve;
    const points = Math.round((to - from) * DENSITY) + 1;
    const read = (): void => {
      void ask((abort) => askCurve({ source: open.source, values: {} }, leaf, { from, to, points }, abort), {
        use: (found) => {
          if (open === lesson.peek()) samples.value = found;
        },
        retry: read,
      });
    };
    read();
  });

  /** The point is here now. */
  function visit(x: number): void {
    const [from, to] = visited.peek() ?? [x, x];
    if (visited.peek() === null || x < from || x > to) visited.value = [Math.min(from, x), Math.max(to, x)];
  }
  /** The point rests here. */
  function rest(x: number): void {
    if (trail.peek().at(-1) !== x) trail.value = [...trail.peek(), x].slice(-TRAIL);
  }

  return {
    samples,
    flat: computed(() => (samples.value === null ? [] : zeros(samples.value))),
    trail,
    visited,
    visit,
    rest,
  };
}
