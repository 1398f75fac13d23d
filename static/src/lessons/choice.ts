/** Which lesson is open: the list as the server has it, and the one that the address names. */
import { computed, signal } from "@preact/signals";
import type { Ask } from "../session/ask";
import { assign } from "../session/assign";
import { LinkError, unpack } from "../session/link";
import type { Session } from "../session/session";
import { lessons as askLessons } from "../wire/calls";
import type { Lesson } from "../wire/types";
import { numberOf, solvedIn } from "./progress";

/** The number in an address, "03", or in a link that keeps one; the first lesson where there is none. */
async function numberIn(hash: string): Promise<unknown> {
  const written = numberOf(hash);
  if (written !== null) return written;
  return hash.length > 1 ? ((await unpack(hash))?.lesson ?? 1) : 1;
}

/** `onSolved` hears which lessons an address says have been solved. */
export function createChoice(
  { life, document: { problem } }: Session,
  ask: Ask,
  onSolved: (names: readonly string[]) => void,
) {
  const all = signal<readonly Lesson[]>([]);
  const number = signal(1);
  /** Why the address did not lead to a lesson. */
  const addressError = signal<string | null>(null);

  async function fromAddress(): Promise<void> {
    addressError.value = null;
    let wanted: unknown = 1;
    try {
      wanted = await numberIn(location.hash);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      addressError.value = error.message;
    }
    const solved = solvedIn(location.hash);
    onSolved(all.peek().flatMap((each) => (solved.has(each.number) ? [each.name] : [])));
    const found = all.peek().find((each) => each.number === wanted);
    if (found === undefined) addressError.value = `There is no lesson ${String(wanted)}.`;
    number.value = found?.number ?? 1;
  }

  /** Ask for the lessons, choose the one of the address, and follow it from then on. Says whether they are here. */
  async function start(begun: () => void): Promise<void> {
    const isHere = await ask(askLessons, {
      use: (found) => {
        problem.value = null;
        all.value = found;
      },
      refused: (found) => assign(problem, found),
      retry: () => void start(begun),
    });
    if (!isHere) return;
    await fromAddress();
    life.listen("hashchange", () => void fromAddress());
    begun();
  }

  const lesson = computed(() => all.value.find((each) => each.number === number.value) ?? null);
  return { all, number, lesson, addressError, start };
}
