/**
 * What of a graph is asked for once a structure, when it has been drawn: how many boxes each detail would draw, where
 * the drawing did not say, and the map of a large one.
 */
import type { ReadonlySignal } from "@preact/signals";
import { evaluate } from "../wire/calls";
import { size } from "../wire/types";
import { createAsk } from "./ask";
import type { Has } from "./parts";

/** Fewer values are taken in without a map. */
export const LARGE = 1000;

interface Needs extends Has<"life" | "connection" | "document" | "changes" | "view" | "picture"> {
  /** Nobody is stepping. */
  readonly isPassing: ReadonlySignal<boolean>;
}

export function createDetails({
  life,
  connection,
  document,
  changes,
  view,
  picture,
  isPassing,
}: Needs): void {
  const ask = createAsk(life, connection);
  let known: string | null = null;
  life.effect(() => {
    const shown = document.doc.value;
    const structure = shown?.structure ?? null;
    const drawn = picture.picture.value?.structure ?? null;
    const isDrawn = drawn === structure && !picture.isDrawing.value;
    if (structure !== known && structure !== drawn && view.counts.peek().values !== undefined) {
      view.counts.value = {};
      view.shades.value = null;
    }
    if (shown === null || structure === null || structure === known || !isDrawn || isPassing.value) return;
    known = structure;
    const isCounted = view.counts.peek().values !== undefined;
    const isMapped = size(shown) >= LARGE;
    const parts = [...(isCounted ? [] : (["details"] as const)), ...(isMapped ? (["map"] as const) : [])];
    if (!isMapped) view.shades.value = null;
    if (parts.length === 0) return;
    void ask((signal) => evaluate(changes.shownProgram(), "program", parts, signal), {
      use: ({ details, map }) => {
        if (document.doc.peek()?.structure !== structure) return;
        if (details !== undefined) view.counts.value = details;
        if (map !== undefined)
          view.shades.value = {
            side: map.side,
            cells: Uint8Array.from(atob(map.shades), (each) => each.charCodeAt(0)),
          };
      },
      // A courtesy: what is wrong with the program is said where it is shown.
      refused: () => undefined,
    });
  });
}
