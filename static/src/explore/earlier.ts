/**
 * What the program of the explorer can be compared with: the one that ran before it, the one that was there when the page
 * was opened, its own numbers as it is written, and what somebody kept. Compare is a page of its own.
 */
import { signal } from "@preact/signals";
import { goTo } from "../components/bar";
import { type Kept, pack } from "../session/link";
import type { Session } from "../session/session";

type Program = Pick<Kept, "source" | "files" | "values">;

export interface Earlier {
  readonly key: string;
  readonly text: string;
  readonly before: Program;
}

export function createEarlier({ life, document, program }: Session) {
  const first = signal<Program | null>(null);
  const last = signal<Program | null>(null);
  const held = signal<Program | null>(null);
  let now: Program | null = null;

  const present = (): Program => {
    const { source, files, values } = program.program.value;
    return { source, values, ...(files === undefined ? {} : { files }) };
  };

  life.effect(() => {
    const { doc } = { doc: document.doc.value };
    if (doc === null) return;
    const ran = { source: doc.source, ...(doc.files === undefined ? {} : { files: doc.files }) };
    if (first.peek() === null) first.value = ran;
    if (now !== null && now.source !== ran.source) last.value = now;
    now = ran;
  });

  return {
    /** Keep the program with its numbers, as a step of a descent, to compare with it later. */
    hold: (): void => {
      held.value = present();
    },
    /** What there is to compare with, in the order in which it is offered. */
    choices: (): readonly Earlier[] => {
      const { source, values = {} } = present();
      const moved = Object.keys(values).length > 0;
      const all: readonly [string, string, Program | null][] = [
        ["last", "With the text that ran before", last.value],
        ["first", "With the text when I opened it", first.value?.source === source ? null : first.value],
        ["numbers", "With its numbers as written", moved ? { ...present(), values: {} } : null],
        ["held", "With what I kept", held.value],
      ];
      return all.flatMap(([key, text, before]) => (before === null ? [] : [{ key, text, before }]));
    },
    /** The address of the page that shows both. */
    go: (before: Program): Promise<void> =>
      goTo("/compare", () => pack({ ...present(), compare: { before } })),
  };
}
