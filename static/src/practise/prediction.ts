/** Predict's state: what was answered, which question is open, what the drawing shows. */
import { batch, computed, signal } from "@preact/signals";
import { name } from "../compute/naming";
import { type Moment, QUIET } from "../drawing/moment";
import { short } from "../format";
import { assign } from "../session/assign";
import type { Numbers } from "../session/program";
import type { Session } from "../session/session";
import * as api from "../wire/calls";
import { size } from "../wire/types";
import { diagnose } from "./diagnosis";
import { type Feedback, feedback } from "./feedback";
import {
  type Attempt,
  hintCount,
  isAnswer,
  outcome,
  questions,
  score,
  settled,
  typed,
  UNTOUCHED,
} from "./quiz";

/** More values than this are too many for an exercise. */
export const MOST = 500;
const LONGEST = 40;

/** Why a string is not an answer. */
function complaintAbout(text: string): string {
  if (text.trim() === "") return "Write a number first, such as −3, 0.5, 1/3 or 1e-3.";
  return `“${text.trim().slice(0, LONGEST)}” is not a number. Write −3, 0.5, 1/3 or 1e-3. It was not counted.`;
}

/** The questions of the program, and how far they are answered. */
function createProgress({ document: { doc } }: Session) {
  /** As they were given; `progress` is what of them belongs to the questions. */
  const attempts = signal<readonly Attempt[]>([]);
  const isTooLong = computed(() => doc.value !== null && size(doc.value) > MOST);
  const asked = computed(() => {
    const shown = doc.value;
    return shown === null || isTooLong.value ? [] : questions(shown, shown.trace ?? []);
  });
  const progress = computed(() => settled(asked.value, attempts.value));
  const isOpen = (index: number): boolean => {
    const [question, attempt] = [asked.value[index], progress.value[index]];
    return question !== undefined && (attempt === undefined || outcome(question, attempt) === "open");
  };
  /** The place of the open question; as many as there are questions when all are settled. */
  const at = computed(() => {
    const count = progress.value.length;
    return count > 0 && isOpen(count - 1) ? count - 1 : count;
  });
  const question = computed(() => asked.value[at.value] ?? null);
  const attempt = computed<Attempt>(() => progress.value[at.value] ?? UNTOUCHED);
  const standing = computed(() => score(asked.value, progress.value));
  /** Grads that are known: the output's, and those that were found or revealed. */
  const known = computed(() => {
    const ids = asked.value.slice(0, at.value).map((each) => each.node.id);
    return new Set([...ids, ...(doc.value?.output == null ? [] : [doc.value.output])]);
  });
  return { attempts, isTooLong, asked, progress, at, question, attempt, standing, known };
}

type Progress = ReturnType<typeof createProgress>;

/** What is said of the answers. */
function createReplies({ asked, progress, at, question, attempt }: Progress) {
  /** What is the matter with the last answer to the open question. */
  const reply = computed<Feedback | null>(() => {
    const [open, last] = [question.value, attempt.value.tries.at(-1)];
    const answer = last === undefined ? null : typed(last);
    return open === null || answer === null ? null : feedback(open, answer, diagnose(open, answer));
  });
  /** How the question before this one ended, until something is said about this one. */
  const settledBefore = computed<string | null>(() => {
    const [before, given] = [asked.value[at.value - 1], progress.value[at.value - 1]];
    if (before === undefined || given === undefined) return null;
    const result = `grad of ${name(before.node)} = ${short(before.grad)}`;
    return given.isRevealed ? `${result}. Revealed, so it does not count as found.` : `Correct: ${result}.`;
  });
  return { reply, settledBefore };
}

/** The use that the label on the drawing is about, and whether its local derivative was revealed. */
const createPointed = ({ question, attempt }: Progress) =>
  computed(() => {
    const open = question.value;
    if (open === null) return null;
    const { hints } = attempt.value;
    const index = Math.min(Math.floor(hints / 2), open.shares.length - 1);
    const share = open.shares[index];
    return share === undefined ? null : { share, isTold: hints > 2 * index };
  });

export function createPrediction(session: Session) {
  const { document, program, descent, changes } = session;
  const given = createProgress(session);
  const { attempts, progress, at, question, attempt, known } = given;
  const pointed = createPointed(given);
  /** Why what was typed is not an answer. It is not counted as one. */
  const complaint = signal<string | null>(null);
  /** Another program is on its way: what is on screen is not asked any more. */
  const isReading = changes.isSettling;
  const canHint = computed(
    () => !isReading.value && question.value !== null && attempt.value.hints < hintCount(question.value),
  );

  function change(next: Partial<Attempt>): void {
    complaint.value = null;
    attempts.value = [...progress.value.slice(0, at.value), { ...attempt.value, ...next }];
  }

  /** Take an answer. Says whether it was one; what is not a number is not counted. */
  function answer(text: string): boolean {
    const open = question.value;
    if (open === null || isReading.value) return false;
    if (!isAnswer(open, text)) {
      complaint.value = complaintAbout(text);
      return false;
    }
    change({ tries: [...attempt.value.tries, text.trim().slice(0, LONGEST)] });
    return true;
  }

  /** Put a program here, with numbers and with what was answered to it before. Says whether it runs. */
  async function load(
    text: api.ProgramText,
    numbers: Numbers = {},
    before: readonly Attempt[] = [],
  ): Promise<boolean> {
    batch(() => {
      program.setText(text);
      program.given.value = {};
      program.moved.value = numbers;
      complaint.value = null;
    });
    const sent = program.withNumbers(program.text.peek(), numbers);
    const job = (signal: AbortSignal) => api.evaluate(sent, "fresh", ["nodes", "trace"], signal);
    return changes.show(
      job,
      { kind: "read" },
      {
        retry: () => void load(text, numbers, before),
        patience: 0,
        also: () => assign(attempts, before),
      },
    );
  }

  const moment = computed<Moment | null>(() => {
    const shown = document.doc.value;
    if (shown === null) return null;
    // Read here, so that a hint is drawn: the label belongs to what is written after the numbers.
    void pointed.value;
    const ids = known.value;
    return {
      doc: shown,
      nodes: shown.nodes.map((node) =>
        ids.has(node.id) || node.op === "constant"
          ? node
          : { ...node, grad: 0, grad_state: "none", passes: 0 },
      ),
      ...QUIET,
      done: shown.nodes.flatMap((node) =>
        node.inputs.flatMap((input, slot) => (ids.has(input.node) ? [`${node.id}-${slot}`] : [])),
      ),
      trained: new Set(descent.trained.value),
    };
  });

  return {
    ...given,
    ...createReplies(given),
    complaint,
    isReading,
    canHint,
    pointed,
    moment,
    answer,
    load,
    /** Reveal one factor more. */
    hint: (): void => {
      if (canHint.value) change({ hints: attempt.value.hints + 1 });
    },
    /** Tell the grad; it counts as not found. */
    reveal: (): void => {
      if (question.value !== null && !isReading.value) change({ isRevealed: true });
    },
    startAgain: (): void =>
      batch(() => {
        attempts.value = [];
        complaint.value = null;
      }),
  };
}

export type Prediction = ReturnType<typeof createPrediction>;
