/** Predict's state: the program, what was answered, which question is open, what the drawing shows. */
import { batch, computed, signal } from "@preact/signals";
import * as api from "../api";
import { size } from "../document";
import { type Moment, QUIET } from "../drawing/moment";
import { short } from "../format";
import { trained } from "../session/descent";
import { doc } from "../session/document";
import { name } from "../session/naming";
import { given, moved, source, withNumbers } from "../session/program";
import { show } from "../session/showing";
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

type Numbers = Readonly<Record<string, number>>;

/** More values than this are no exercise for anybody. */
export const MOST = 500;

/** As they were given; `progress` is what of them belongs to the questions. */
const attempts = signal<readonly Attempt[]>([]);
/** Why the text in the field is no answer. It is not counted as one. */
export const complaint = signal<string | null>(null);

export const isTooLong = computed(() => doc.value !== null && size(doc.value) > MOST);
export const asked = computed(() => {
  const shown = doc.value;
  return shown === null || isTooLong.value ? [] : questions(shown, shown.trace ?? []);
});
export const progress = computed(() => settled(asked.value, attempts.value));

const isOpen = (index: number): boolean => {
  const [question, attempt] = [asked.value[index], progress.value[index]];
  return question !== undefined && (attempt === undefined || outcome(question, attempt) === "open");
};
/** The place of the open question; as many as there are questions when all are settled. */
export const at = computed(() => {
  const count = progress.value.length;
  return count > 0 && isOpen(count - 1) ? count - 1 : count;
});
export const question = computed(() => asked.value[at.value] ?? null);
export const attempt = computed<Attempt>(() => progress.value[at.value] ?? UNTOUCHED);
export const standing = computed(() => score(asked.value, progress.value));

/** What is the matter with the last answer to the open question. */
export const reply = computed<Feedback | null>(() => {
  const [open, last] = [question.value, attempt.value.tries.at(-1)];
  const answer = last === undefined ? null : typed(last);
  return open === null || answer === null ? null : feedback(open, answer, diagnose(open, answer));
});

/** How the question before this one ended, until something is said about this one. */
export const settledBefore = computed<string | null>(() => {
  const [before, given] = [asked.value[at.value - 1], progress.value[at.value - 1]];
  if (before === undefined || given === undefined) return null;
  const told = `grad of ${name(before.node)} = ${short(before.grad)}`;
  return given.isRevealed ? `${told}. Revealed, so it does not count as found.` : `Right: ${told}.`;
});

function change(next: Partial<Attempt>): void {
  complaint.value = null;
  attempts.value = [...progress.value.slice(0, at.value), { ...attempt.value, ...next }];
}

/** Take an answer. Says whether it was one; what is no number is not counted. */
export function answer(text: string): boolean {
  const open = question.value;
  if (open === null) return false;
  if (!isAnswer(open, text)) {
    complaint.value =
      text.trim() === ""
        ? "Write a number first, such as −3, 0.5, 1/3 or 1e-3."
        : `“${text.trim().slice(0, 40)}” is not a number. Write −3, 0.5, 1/3 or 1e-3. It was not counted.`;
    return false;
  }
  change({ tries: [...attempt.value.tries, text.trim().slice(0, 40)] });
  return true;
}

export const canHint = computed(
  () => question.value !== null && attempt.value.hints < hintCount(question.value),
);

/** Reveal one factor more. */
export function hint(): void {
  if (canHint.value) change({ hints: attempt.value.hints + 1 });
}

/** Tell the grad; it counts as not found. */
export function reveal(): void {
  if (question.value !== null) change({ isRevealed: true });
}

export function startAgain(): void {
  batch(() => {
    attempts.value = [];
    complaint.value = null;
  });
}

/** Put a program here, with numbers and with what was answered to it before. Says whether it runs. */
export async function load(
  text: string,
  numbers: Numbers = {},
  before: readonly Attempt[] = [],
): Promise<boolean> {
  batch(() => {
    source.value = text;
    given.value = {};
    moved.value = numbers;
    complaint.value = null;
  });
  const sent = withNumbers(text, numbers);
  const job = (signal: AbortSignal) => api.evaluate(sent, "fresh", ["nodes", "trace"], signal);
  const isShown = await show(
    async (signal) => {
      const found = await job(signal);
      attempts.value = before;
      return found;
    },
    { kind: "read" },
    () => void load(text, numbers, before),
    0,
  );
  return isShown;
}

/** The use that the pill on the drawing speaks of, and whether its local derivative has been told. */
export const pointed = computed(() => {
  const open = question.value;
  if (open === null) return null;
  const { hints } = attempt.value;
  const index = Math.min(Math.floor(hints / 2), open.shares.length - 1);
  const share = open.shares[index];
  return share === undefined ? null : { share, isTold: hints > 2 * index };
});

/** Grads that are known: the output's, and those that were found or revealed. */
export const known = computed(() => {
  const ids = asked.value.slice(0, at.value).map((each) => each.node.id);
  return new Set([...ids, ...(doc.value?.output == null ? [] : [doc.value.output])]);
});

export const moment = computed<Moment | null>(() => {
  const shown = doc.value;
  if (shown === null) return null;
  // Read here, so that a hint is drawn: the pill belongs to what is dressed after the numbers.
  void pointed.value;
  const ids = known.value;
  return {
    doc: shown,
    nodes: shown.nodes.map((node) =>
      ids.has(node.id) || node.op === "constant" ? node : { ...node, grad: 0, grad_state: "none", passes: 0 },
    ),
    ...QUIET,
    done: shown.nodes.flatMap((node) =>
      node.inputs.flatMap((input, slot) => (ids.has(input.node) ? [`${node.id}-${slot}`] : [])),
    ),
    trained: new Set(trained.value),
  };
});
