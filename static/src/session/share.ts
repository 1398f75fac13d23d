/** What came of sharing a link. */
import { signal } from "@preact/signals";
import { assign } from "./assign";
import type { Lifetime } from "./lifetime";

const A_WHILE = 4000;

export function createShare(life: Lifetime) {
  /** What was done last, said for a while. */
  const said = signal<string | null>(null);
  const timer = life.timer();
  return {
    said,
    /** What the browser did not let this page copy: it is shown, to be copied by hand. */
    offered: signal<{ readonly title: string; readonly text: string } | null>(null),
    say: (text: string): void => {
      said.value = text;
      timer.start(A_WHILE, () => assign(said, null));
    },
  };
}
