/**
 * Whether somebody goes on stepping. What looks further than the step itself, and is asked of the server, waits
 * until the steps have rested: a step that is only passed through costs no more than it shows.
 */
import { computed, effect, signal } from "@preact/signals";
import { doc } from "./document";
import { active, done, isPlaying } from "./playback";
import { follows } from "./selection";

/** Milliseconds after the last step. */
const REST = 280;

/** The step at which they rested last. */
const rested = signal<number | null>(null);

effect(() => {
  const at = done.value;
  doc.value;
  if (at === null || isPlaying.value) return undefined;
  const timer = setTimeout(() => {
    rested.value = at;
  }, REST);
  return () => clearTimeout(timer);
});

/** The inspector goes along with steps that have not come to rest: its node may be another one in a moment. */
export const isPassing = computed(
  () => isPlaying.value || (follows.value && active.value !== null && rested.value !== done.value),
);
