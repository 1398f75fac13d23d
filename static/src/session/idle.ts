/**
 * Whether someone is still stepping. Requests for more than the step itself wait until the steps have
 * rested, so that passing through a step costs only what it shows.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { assign } from "./assign";
import type { Has } from "./parts";

/** Milliseconds after the last step. */
const REST = 280;

type Needs = Has<"life" | "document" | "playback" | "selection">;

/** The inspector goes along with steps that have not come to rest: its node may be another one in a moment. */
export function createPassing({ life, document, playback, selection }: Needs): ReadonlySignal<boolean> {
  const { active, done, isPlaying } = playback;
  /** The step at which they rested last. */
  const rested = signal<number | null>(null);
  const timer = life.timer();
  life.effect(() => {
    const at = done.value;
    document.doc.value;
    timer.stop();
    if (at === null || isPlaying.value) return;
    timer.start(REST, () => assign(rested, at));
  });
  return computed(
    () =>
      isPlaying.value || (selection.follows.value && active.value !== null && rested.value !== done.value),
  );
}
