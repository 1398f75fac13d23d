/** The regions under the plot, asked of a worker: while it computes only the newest question waits. */
import { type Signal, signal } from "@preact/signals";
import type { Lifetime } from "../../session/lifetime";
import type { Question, Regions } from "./regions";

/** The file of worker.ts, which tools/build.mjs writes here. */
declare const REGIONS_WORKER: string;

export interface Asking {
  readonly regions: Signal<Regions | null>;
  readonly ask: (question: Question | null) => void;
}

export function createRegions(life: Lifetime): Asking {
  const regions = signal<Regions | null>(null);
  let worker: Worker | null = null;
  let isBusy = false;
  let next: Question | null = null;
  /** Nothing is to be shown any more, whatever still comes. */
  let isOver = true;

  function send(): void {
    if (next === null) return;
    worker ??= begin();
    isBusy = true;
    worker.postMessage(next);
    next = null;
  }
  function begin(): Worker {
    const made = new Worker(new URL(REGIONS_WORKER, import.meta.url), { type: "module" });
    made.addEventListener("message", ({ data }: MessageEvent<Regions>) => {
      isBusy = false;
      if (!isOver) regions.value = data;
      send();
    });
    return made;
  }
  life.onEnd(() => worker?.terminate());
  return {
    regions,
    ask: (question) => {
      next = question;
      isOver = question === null;
      if (question === null) regions.value = null;
      else if (!isBusy) send();
    },
  };
}
