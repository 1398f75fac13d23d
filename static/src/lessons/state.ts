/** The page Lessons: the lesson that is open, its numbers, what was answered, and which tasks have been solved. */
import { batch, computed, signal } from "@preact/signals";
import type { Drawing } from "../drawing/picture";
import type { Page } from "../page";
import { assign } from "../session/assign";
import type { Kept } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import type { Lesson } from "../wire/types";
import { asked, type Facts, type Verdict } from "./check";
import { createChoice } from "./choice";
import { createCurve } from "./curve-state";
import { createSolved } from "./solved";
import { createSteps } from "./steps";
import { createWork } from "./work";

/** Milliseconds that an answer may take before a newer question takes its place. */
const PATIENCE = 400;

const DIVERGED: Verdict = {
  right: false,
  text: "The loss is too large for a double. Start again with a smaller rate.",
};

/** Several nodes can be chosen; the drawing itself knows of one. */
function mark({ svg }: Drawing, picked: ReadonlySet<string>): void {
  for (const card of svg.querySelectorAll("g.node"))
    card.classList.toggle("is-selected", picked.has(card.getAttribute("data-node") ?? card.id));
}

export function createLessons(page: Page) {
  const picked = signal<ReadonlySet<string>>(new Set());
  const verdict = signal<Verdict | null>(null);
  const hinted = signal(false);
  const session = createSession({
    ...page,
    turns: true,
    focus: () => {
      const doc = session.document.doc.peek();
      const open = lesson.peek();
      return doc === null || open === null ? null : asked(open.task, doc);
    },
    annotate: (drawing) => mark(drawing, picked.peek()),
  });
  const ask = session.createAsk(PATIENCE);
  const { solved, add } = createSolved();
  const choice = createChoice(session, ask, (names) => add(...names));
  const { lesson } = choice;
  const isSolved = computed(() => lesson.value !== null && solved.value.has(lesson.value.name));
  const work = createWork({
    session,
    ask,
    lesson,
    onDescent: (isLost) => assign(verdict, isLost ? DIVERGED : null),
  });
  const { fresh, left, presses } = work;
  const curve = createCurve(session, lesson);
  const steps = createSteps({ lesson, isSolved, fresh, left, picked });

  /** The program whose numbers are here, or on their way. */
  let seen = "";

  /** Open a lesson at its beginning. */
  async function begin(open: Lesson): Promise<void> {
    seen = open.source;
    batch(() => {
      steps.done.value = null;
      picked.value = new Set();
      verdict.value = null;
      hinted.value = false;
    });
    globalThis.document.title = `${open.title} · Lessons · Backlens`;
    await work.begin(open);
  }

  function settle(judged: Verdict): void {
    batch(() => {
      verdict.value = judged;
      const open = lesson.value;
      if (!judged.right) hinted.value = true;
      else if (open !== null) add(open.name);
    });
  }

  /** Judge an answer by the numbers that belong to what was done before. */
  async function check(judged: (facts: Facts) => Verdict): Promise<void> {
    await presses.take(async () => {
      const now = fresh.peek();
      if (now !== null) settle(judged({ fresh: now, left: left.peek() }));
    });
  }

  /** A node is chosen, or no longer, where the task asks for it. */
  function pick(id: string): void {
    if (lesson.value?.task.kind !== "choose") return;
    const next = new Set(picked.value);
    if (!next.delete(id)) next.add(id);
    picked.value = next;
    verdict.value = null;
  }

  /** The number of a leaf as it is set. */
  const numberOf = (leaf: string): number =>
    session.program.moved.value[leaf] ??
    fresh.value?.nodes.find((node) => node.name === leaf)?.data ??
    Number.NaN;

  /** The lesson as the explorer opens it. */
  const kept = computed<Kept | null>(() => {
    const open = lesson.value;
    if (open === null) return null;
    const values = session.program.moved.value;
    return {
      source: session.program.source.value,
      ...(Object.keys(values).length === 0 ? {} : { values }),
      ...(open.collapsed.length === 0 ? {} : { collapsed: open.collapsed }),
      ...(open.view === "steps" ? { mode: "backward" as const, step: steps.reached.value } : {}),
      ...(steps.isHidden.value ? { hide: "grad" as const } : {}),
      lesson: open.number,
    };
  });

  return {
    session,
    choice,
    work,
    curve,
    steps,
    solved,
    isSolved,
    picked,
    verdict,
    hinted,
    kept,
    check,
    pick,
    numberOf,
    set: async (leaf: string, value: number): Promise<void> => {
      verdict.value = null;
      if (leaf === lesson.peek()?.curve?.leaf) {
        curve.visit(numberOf(leaf));
        curve.visit(value);
      }
      await work.set(leaf, value);
    },
    /** The program was changed in the editor. */
    edited: async (): Promise<void> => {
      const source = session.program.source.peek();
      if (source === seen) return;
      seen = source;
      verdict.value = null;
      await presses.take(work.edited);
    },
    again: async (): Promise<void> => {
      const open = lesson.peek();
      if (open !== null) await begin(open);
    },
    /** Open the lesson of the address, and every one that it names from then on. */
    start: (): Promise<void> =>
      choice.start(() =>
        session.life.effect(() => {
          const open = lesson.value;
          if (open !== null) void begin(open);
        }),
      ),
  };
}

export type Lessons = ReturnType<typeof createLessons>;

export const [LessonsProvider, useLessons] = provided<Lessons>("the page Lessons");
