/** The line of the text that the cursor is in, and the values that it made. */
import { computed, signal } from "@preact/signals";
import { doc } from "./document";
import { mainOn, nodesOn } from "./lines";
import { source } from "./program";
import { select } from "./selection";

const line = signal<number | null>(null);

/** Ids of the values of the cursor's line; none while the text is ahead of the graph. */
export const marked = computed<ReadonlySet<string>>(() => {
  const shown = doc.value;
  if (line.value === null || shown === null || shown.source !== source.value) return new Set();
  return new Set(nodesOn(shown, line.value).map((node) => node.id));
});

/** The cursor was put into a line: its values are marked and the one that it computes is looked at. */
export function enter(at: number | null): void {
  line.value = at;
  const shown = doc.peek();
  if (at === null || shown === null || shown.source !== source.peek()) return;
  const main = mainOn(shown, at);
  if (main !== null) select(main.id);
}
