/** The page for a class: the assignment that the address names, if it names one. */
import { signal } from "@preact/signals";
import type { Page } from "../page";
import { LinkError } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { type Assignment, readLink } from "./class-link";

export function createClass(page: Page) {
  const session = createSession(page);
  const given = signal<Assignment | null>(null);
  /** Why the link that led here could not be opened. */
  const addressError = signal<string | null>(null);

  /** Open what the address names. */
  async function open(): Promise<void> {
    try {
      const found = await readLink(location.hash);
      addressError.value = null;
      given.value = found;
      if (found === null) return;
      session.program.source.value = found.source;
      session.actions.edited();
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      addressError.value = error.message;
    }
  }

  session.life.listen("hashchange", () => void open());
  return { session, given, addressError, open };
}

type Class = ReturnType<typeof createClass>;

export const [ClassProvider, useClass] = provided<Class>("the page for a class");
