/** The two programs of the page, what differs between them, how both are drawn, and what is looked at. */
import { batch, computed, signal } from "@preact/signals";
import type { Page } from "../page";
import { createAsk } from "../session/ask";
import { assign } from "../session/assign";
import { check, type Kept } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { drawnOf } from "../session/view";
import { compare, type Files, type State } from "../wire/calls";
import { Problem } from "../wire/problem";
import type { CompareDocument } from "../wire/schema";
import type { Detail } from "../wire/types";
import { marksOf, type Which } from "./kinds";

/** One of the two: a program, and the numbers that it is run with. */
export interface Text {
  readonly source: string;
  readonly files?: Files;
  readonly values?: Readonly<Record<string, number>>;
}

interface Selection {
  readonly which: Which;
  readonly id: string;
  readonly at: number | null;
}

/** What a link to this page keeps beside the program after. */
interface Mine {
  readonly before?: unknown;
  readonly state?: unknown;
}

const SIDES = ["before", "after"] as const;
const OF = /^Of `(before|after)`: /;
/** Milliseconds after the last key before the programs are read. */
const PAUSE = 400;

const mineOf = ({ compare }: Kept): Mine => (typeof compare === "object" && compare !== null ? compare : {});

const textOf = ({ source, files, values }: Kept): Text => ({
  source,
  ...(files === undefined ? {} : { files }),
  ...(values === undefined ? {} : { values }),
});

export function createCompare(page: Page) {
  const session = createSession({ ...page, draws: false });
  const { life } = page;
  const ask = createAsk(life, page.connection);
  const later = life.timer();

  const texts = signal<Readonly<Record<Which, Text>>>({ before: { source: "" }, after: { source: "" } });
  const state = signal<State>("fresh");
  const detail = signal<Detail | null>(null);
  const open = signal<readonly string[]>([]);
  const found = signal<CompareDocument | null>(null);
  const problems = signal<Readonly<Partial<Record<Which, Problem>>>>({});
  /** Why there is no drawing, where the programs are right. */
  const refusal = signal<string | null>(null);
  const addressError = signal<string | null>(null);
  /** A card or box of a side; `at`: a node in it or docked in it, that a link led to. */
  const selected = signal<Selection | null>(null);
  const textsOpen = signal(false);
  const drawn = computed(() => {
    const svg = found.value?.drawings?.after;
    return svg === undefined ? null : drawnOf(svg);
  });
  const size: { now: { readonly width: number; readonly height: number } | null } = { now: null };
  /** What the numbers were last asked for. */
  let known: string | null = null;

  /** Ask for the two, or for one of them twice where the other cannot be shown. */
  function request(sides: Readonly<Record<Which, Text>>, signal: AbortSignal): Promise<CompareDocument> {
    const chosen = detail.peek();
    const body = (which: Which) => ({
      ...sides[which],
      values: { ...sides[which].values },
      state: state.peek(),
    });
    return compare(
      {
        before: body("before"),
        after: body("after"),
        include: ["drawings", "numbers"],
        view: {
          inline: true,
          ...(chosen === null ? {} : { detail: chosen }),
          ...(open.peek().length === 0 ? {} : { open: [...open.peek()] }),
          ...(size.now === null ? (chosen === null ? { folded: true } : {}) : { fit: size.now }),
        },
      },
      signal,
    );
  }

  async function both(signal: AbortSignal): Promise<Answer> {
    const sides = texts.peek();
    try {
      return { found: await request(sides, signal), problems: {} };
    } catch (error) {
      const which = sideOf(error);
      if (which === null) throw error;
      const other = which === "before" ? "after" : "before";
      const first = { [which]: error as Problem };
      try {
        return {
          found: await request({ before: sides[other], after: sides[other] }, signal),
          problems: first,
        };
      } catch (second) {
        if (sideOf(second) === null) throw second;
        return { found: null, problems: { ...first, [other]: second as Problem } };
      }
    }
  }

  async function read(): Promise<void> {
    later.stop();
    const { before, after } = texts.peek();
    if (before.source === "" && after.source === "") return;
    await ask(both, {
      retry: () => void read(),
      use: (answer) => {
        const key = JSON.stringify([texts.peek(), state.peek()]);
        batch(() => {
          if (key !== known) selected.value = null;
          known = key;
          found.value = answer.found;
          problems.value = answer.problems;
          refusal.value = null;
        });
      },
      refused: (problem) => {
        // Too many boxes: as it was before one of them was opened.
        batch(() => {
          refusal.value = problem.message;
          detail.value = null;
          open.value = [];
        });
      },
    });
  }

  /** Another text; the view that was chosen for the old one may not fit it. */
  function edit(which: Which, source: string): void {
    texts.value = { ...texts.peek(), [which]: { ...texts.peek()[which], source } };
    later.start(PAUSE, () => void read());
  }

  function choose(change: { readonly detail?: Detail; readonly open?: readonly string[] }): void {
    const depth = detail.peek() ?? drawn.peek()?.detail ?? "program";
    batch(() => {
      detail.value = change.detail ?? (depth === "values" ? "program" : depth);
      open.value = change.open ?? [];
    });
    void read();
  }

  const shownOpen = (): readonly string[] => drawn.peek()?.open ?? [];

  const kept = computed<Kept | null>(() => {
    const { before, after } = texts.value;
    if (before.source === "" && after.source === "") return null;
    return { ...after, compare: { before, state: state.value } };
  });

  /** Open what a link keeps. */
  async function restore(link: Kept | null): Promise<void> {
    if (link === null) {
      textsOpen.value = true;
      return;
    }
    const mine = mineOf(link);
    const before = mine.before === undefined ? link : check(mine.before);
    batch(() => {
      addressError.value = null;
      texts.value = { before: textOf(before), after: textOf(link) };
      state.value = mine.state === "program" ? "program" : "fresh";
      detail.value = null;
      open.value = [];
    });
    await read();
  }

  return {
    session,
    texts,
    state,
    found,
    problems,
    refusal,
    addressError,
    selected,
    textsOpen,
    drawn,
    size,
    kept,
    isBusy: ask.isBusy,
    marks: computed(() => (found.value === null ? null : marksOf(found.value))),
    depth: computed<Detail>(() => detail.value ?? drawn.value?.detail ?? "values"),
    edit,
    read,
    restore,
    setState: (to: State): void => {
      assign(state, to);
      void read();
    },
    chooseDetail: (to: Detail): void => choose({ detail: to }),
    openBox: (path: string): void => choose({ open: [...new Set([...shownOpen(), path])] }),
    shutFrame: (path: string): void =>
      choose({
        detail: "program",
        open: shownOpen().filter((each) => each !== path && !each.startsWith(`${path}/`)),
      }),
    /** The other way round. */
    swap: (): void => {
      const { before, after } = texts.peek();
      texts.value = { before: after, after: before };
      void read();
    },
  };
}

interface Answer {
  readonly found: CompareDocument | null;
  readonly problems: Readonly<Partial<Record<Which, Problem>>>;
}

/** Which of the two a refusal is of. */
function sideOf(error: unknown): Which | null {
  if (!(error instanceof Problem)) return null;
  const side = OF.exec(error.detail)?.[1];
  return SIDES.find((each) => each === side) ?? null;
}

/** A refusal without the word on which side it is. */
export const reason = (problem: Problem): string => problem.detail.replace(OF, "");

export type Compare = ReturnType<typeof createCompare>;
export const [CompareProvider, useCompare] = provided<Compare>("the comparison");
