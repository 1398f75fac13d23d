/** The line of the text that the cursor is in, and the values that it made. */
import { computed, signal } from "@preact/signals";
import type { DocumentState } from "./document";
import { mainOn, nodesOn } from "./lines";
import type { ProgramState } from "./program";
import type { Selection } from "./selection";

export function createMarked({ doc }: DocumentState, { source }: ProgramState, { select }: Selection) {
  const line = signal<number | null>(null);
  return {
    /** Ids of the values of the cursor's line; none while the text is ahead of the graph. */
    marked: computed<ReadonlySet<string>>(() => {
      const shown = doc.value;
      if (line.value === null || shown === null || shown.source !== source.value) return new Set();
      return new Set(nodesOn(shown, line.value).map((node) => node.id));
    }),
    /** The cursor was put into a line: its values are marked and the one that it computes is looked at. */
    enterLine: (at: number | null): void => {
      line.value = at;
      const shown = doc.peek();
      if (at === null || shown === null || shown.source !== source.peek()) return;
      const main = mainOn(shown, at);
      if (main !== null) select(main.id);
    },
  };
}

export type Marked = ReturnType<typeof createMarked>;
