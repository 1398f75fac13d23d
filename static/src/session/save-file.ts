/** The graph as a file, made by the server: the drawing as it is shown, or text for another tool. */
import { signal } from "@preact/signals";
import { standing } from "../compute/grads";
import { called } from "../compute/naming";
import { offer, plainName } from "../offer";
import { boot } from "../wire/boot";
import { exported, type Printed, rendered } from "../wire/calls";
import { type Format, size } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Has } from "./parts";
import { Queue } from "./queue";

/** What is on screen: a picture of dots follows no reader's system later, as an SVG does. */
function theme(): "light" | "dark" {
  const chosen = document.documentElement.getAttribute("data-theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** The places that are chosen, each run of them as its first and its last. */
function spansOf(count: number, isChosen: (at: number) => boolean): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let from = -1;
  for (let at = 0; at <= count; at += 1) {
    const isIn = at < count && isChosen(at);
    if (isIn && from < 0) from = at;
    if (!isIn && from >= 0) found.push([from, at - 1]);
    if (!isIn) from = -1;
  }
  return found;
}

const isDrawing = (form: Format): boolean => form.call.endsWith("/render");

type Needs = Has<"life" | "connection" | "document" | "hidden" | "playback" | "program" | "view">;

export function createSave(needs: Needs) {
  const { life, connection, document, hidden, playback, program, view } = needs;
  const { doc, problem } = document;
  const ask = createAsk(life, connection);
  /** A second file does not take the place of the first. */
  const saves = new Queue(ask);
  const background = signal<Printed["background"]>("paper");

  /** The backward step that is shown; 0 while no grad is; null where all of the pass is. */
  function step(): number | null {
    const shown = doc.value;
    if (shown === null || shown.own_engine !== null) return null;
    if (hidden.value !== null || standing(shown) === "pending") return 0;
    // A step of boxes is not a number of steps.
    if (playback.isByBox.value) return playback.done.value === 0 ? 0 : null;
    return playback.pass.value === "backward" ? playback.done.value : 0;
  }

  /** The values whose grads a step of boxes has not come to. */
  function pending(): (readonly [number, number])[] {
    const [shown, done] = [doc.value, playback.done.value];
    if (shown === null || done === null || step() !== null || !playback.isByBox.value) return [];
    return spansOf(size(shown), (at) => !playback.byBox.isDue(at, done));
  }

  /** After the example, else the output. */
  function nameOf(form: Format): string {
    const shown = doc.value;
    const of = program.example.value?.title ?? called(shown, shown?.output ?? null);
    return form.filename.replace(/^graph/, plainName(of) || "graph");
  }

  function save(chosen: Format): void {
    const shown = doc.value;
    if (shown === null) return;
    const at = step();
    const waiting = pending();
    // DOT of a step is DOT of the view: the graph's own has no steps.
    const ofView = boot.formats.find((each) => each.name === chosen.name && isDrawing(each));
    const form =
      (at !== null || waiting.length > 0) && chosen.name === "dot" && ofView !== undefined ? ofView : chosen;
    const [sent, name] = [program.withNumbers(shown), nameOf(chosen)];
    const printed: Printed = {
      step: at,
      pending: waiting,
      theme: form.name === "svg" ? "auto" : theme(),
      background: background.value,
    };
    const job = (abort: AbortSignal): Promise<Blob> =>
      isDrawing(form) ? rendered(sent, view.shown(), form, printed, abort) : exported(sent, form, abort);
    void saves.take(() =>
      ask(job, {
        use: (file) => offer(file, name),
        refused: (found) => assign(problem, found),
        retry: () => save(chosen),
      }),
    );
  }
  return { save, background };
}
