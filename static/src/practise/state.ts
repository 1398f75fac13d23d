/** The page's two parts, the dialog for a program of one's own, and the address that keeps them. */
import { computed, signal } from "@preact/signals";
import type { Page } from "../page";
import { createAddress } from "../session/address";
import { type Kept, LinkError } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { boot } from "../wire/boot";
import { annotatePrediction } from "./annotate";
import { readPractice } from "./kept";
import { createLab } from "./lab";
import { createPrediction } from "./prediction";

const CHANGED = "What this link says about Practise was changed, so it cannot be opened.";

export function createPractise(page: Page) {
  const session = createSession({
    ...page,
    annotate: (drawing, moment) => annotatePrediction(prediction, drawing, moment),
  });
  const prediction = createPrediction(session);
  const lab = createLab(page);
  const { document, program } = session;
  /** Whether the lab is to be in sight first. */
  const isLabFirst = signal(false);
  const addressError = signal<string | null>(null);

  /** What a link keeps of this page. */
  const kept = computed<Kept>(() => ({
    ...program.text.value,
    values: program.moved.value,
    practise: { attempts: prediction.progress.value, lab: lab.kept.value },
  }));
  /** What does not run is not kept in the address: it opens something. */
  const state = computed(() => {
    const shown = document.doc.value;
    return shown !== null && program.isHere(shown) ? kept.value : null;
  });

  /** Open what the address keeps; without anything kept, the first example. */
  async function open(kept: Kept | null): Promise<void> {
    addressError.value = null;
    const practice = readPractice(kept?.practise);
    if (practice === null) throw new LinkError(CHANGED);
    lab.restore(practice.lab, kept?.files === undefined ? {} : { files: kept.files });
    isLabFirst.value = practice.isLabFirst;
    const [first] = boot.examples;
    if (kept !== null) await prediction.load(kept, kept.values ?? {}, practice.attempts);
    else if (first !== undefined) await prediction.load(first, first.values);
  }

  function refused(message: string): void {
    addressError.value = message;
    document.doc.value = null;
    program.source.value = "";
    lab.restore(null);
  }

  return {
    session,
    kept,
    prediction,
    lab,
    isLabFirst,
    /** Why the link that led here could not be opened. */
    addressError,
    /** The dialog for a program of one's own is open. */
    isEditing: signal(false),
    address: createAddress(session.life, { state, open, refused }),
  };
}

export type Practise = ReturnType<typeof createPractise>;

export const [PractiseProvider, usePractise] = provided<Practise>("the page Practise");
