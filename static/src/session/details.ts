/** How many boxes each detail would draw: asked for once a structure, when it has been drawn. */
import type { ReadonlySignal } from "@preact/signals";
import { evaluate } from "../wire/calls";
import { createAsk } from "./ask";
import type { Has } from "./parts";

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
    const structure = document.doc.value?.structure ?? null;
    const isDrawn = picture.picture.value?.structure === structure && !picture.isDrawing.value;
    if (structure !== known && Object.keys(view.counts.peek()).length > 0) view.counts.value = {};
    if (structure === null || structure === known || !isDrawn || isPassing.value) return;
    known = structure;
    void ask((signal) => evaluate(changes.shownProgram(), "program", ["details"], signal), {
      use: ({ details = {} }) => {
        if (document.doc.peek()?.structure === structure) view.counts.value = details;
      },
      // A courtesy: what is wrong with the program is said where it is shown.
      refused: () => undefined,
    });
  });
}
