/** The line of the text that the cursor is in, and the values that it made. */
import { computed, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { mainOn, nodesOn } from "./lines";
import type { Has } from "./parts";

interface Needs extends Has<"document" | "program" | "selection"> {
  /** The file that the editor shows; null is the program. */
  readonly file: ReadonlySignal<string | null>;
}

export function createMarked({ document: { doc }, program, selection: { select }, file }: Needs) {
  const line = signal<number | null>(null);
  return {
    /** The cursor's line where it is the program's own; null while the text is ahead of the graph. */
    line: computed<number | null>(() => {
      const shown = doc.value;
      return shown !== null && program.isHere(shown) && file.value === null ? line.value : null;
    }),
    /** Ids of the values of the cursor's line; none while the text is ahead of the graph. */
    marked: computed<ReadonlySet<string>>(() => {
      const shown = doc.value;
      if (line.value === null || shown === null || !program.isHere(shown)) return new Set();
      return new Set(nodesOn(shown, line.value, file.value).map((node) => node.id));
    }),
    /** The cursor was put into a line: its values are marked and the one that it computes is looked at. */
    enterLine: (at: number | null): void => {
      line.value = at;
      const shown = doc.peek();
      if (at === null || shown === null || !untracked(() => program.isHere(shown))) return;
      const main = mainOn(shown, at, file.peek());
      if (main !== null) select(main.id);
    },
  };
}

export type Marked = ReturnType<typeof createMarked>;
