/**
 * Working backward by hand, as a list of questions and the answers given to them. Pure: what a person typed is
 * all that is kept, and whether it was right is found out again whenever it is read.
 */

import { find } from "../compute/naming";
import { parse } from "../format";
import type { GraphDocument, GraphNode, Step } from "../wire/types";

/** One use of the value that is asked for: upstream × partial = contribution. */
export interface Share {
  readonly from: GraphNode;
  readonly slot: number;
  readonly upstream: number;
  readonly partial: number;
  readonly contribution: number;
  readonly rule: string | null;
}

export interface Question {
  readonly node: GraphNode;
  readonly shares: readonly Share[];
  readonly grad: number;
}

/** What a person did about one question. */
export interface Attempt {
  readonly tries: readonly string[];
  readonly hints: number;
  readonly isRevealed: boolean;
}

export type Outcome = "open" | "found" | "revealed";

/** An answer may be this far off, as a part of what is right. */
export const TOLERANCE = 0.01;

export const UNTOUCHED: Attempt = { tries: [], hints: 0, isRevealed: false };

/**
 * Every value but the output, in the order in which a pass completes their grads: reverse topological, because
 * a node comes after all its uses have added their share.
 */
export function questions(doc: GraphDocument, trace: readonly Step[]): Question[] {
  const found = new Map<string, Share[]>();
  const grads = new Map<string, number>();
  for (const step of trace) {
    const from = find(doc, step.from);
    if (from === null || step.upstream === null || step.partial === null) continue;
    const { slot, upstream, partial, contribution, rule } = step;
    const shares = found.get(step.node) ?? [];
    // Put at the end again: the last use decides when a grad is complete.
    found.delete(step.node);
    found.set(step.node, [...shares, { from, slot: slot ?? 0, upstream, partial, contribution, rule }]);
    grads.set(step.node, step.after);
  }
  return [...found].flatMap(([id, shares]) => {
    const node = find(doc, id);
    return node === null ? [] : [{ node, shares, grad: grads.get(id) ?? 0 }];
  });
}

/** A number as people type it: −3, 1/3, .5, 1e-3, inf. Null for what is none; nan is one where it is right. */
export function typed(text: string): number | null {
  const plain = text.trim().replaceAll("−", "-").replace(",", ".");
  const infinite = /^([-+]?)(inf|infinity|∞)$/i.exec(plain);
  if (infinite !== null) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(plain)) return Number.NaN;
  const [over = "", under, ...rest] = plain.split("/");
  if (rest.length > 0) return null;
  const top = parse(over);
  if (under === undefined || top === null) return top;
  const bottom = parse(under);
  return bottom === null || bottom === 0 ? null : top / bottom;
}

/** Whether a number is as good as another one: within the tolerance, of the same sign, 0 only for 0. */
export function agrees(answer: number, right: number): boolean {
  if (Number.isNaN(right)) return Number.isNaN(answer);
  if (!Number.isFinite(right)) return answer === right;
  return Math.abs(answer - right) <= TOLERANCE * Math.abs(right);
}

/** Whether a string is an answer to this question at all. */
export function isAnswer(question: Question, text: string): boolean {
  const value = typed(text);
  return value !== null && (!Number.isNaN(value) || Number.isNaN(question.grad));
}

export function isRight(question: Question, text: string): boolean {
  const value = typed(text);
  return value !== null && agrees(value, question.grad);
}

export function outcome(question: Question, attempt: Attempt): Outcome {
  if (attempt.isRevealed) return "revealed";
  const last = attempt.tries.at(-1);
  return last !== undefined && isRight(question, last) ? "found" : "open";
}

/** How many factors there are to reveal: the local derivative and the upstream grad of each use. */
export const hintCount = (question: Question): number => 2 * question.shares.length;

/**
 * The attempts that belong to these questions: as far as each one is settled, and the one that is open. What
 * a link holds beyond that, or what is not an answer, is left out.
 */
export function settled(asked: readonly Question[], attempts: readonly Attempt[]): Attempt[] {
  const kept: Attempt[] = [];
  for (const [index, question] of asked.entries()) {
    const given = attempts[index];
    if (given === undefined) break;
    const answers = given.tries.filter((text) => isAnswer(question, text));
    const right = answers.findIndex((text) => isRight(question, text));
    const tries = right < 0 ? answers : answers.slice(0, right + 1);
    const attempt = {
      tries,
      hints: Math.min(given.hints, hintCount(question)),
      isRevealed: given.isRevealed && right < 0,
    };
    kept.push(attempt);
    if (outcome(question, attempt) === "open") break;
  }
  return kept;
}

export interface Score {
  readonly found: number;
  readonly revealed: number;
  readonly firstTries: number;
  /** Answers in a row that were right at the first try and without a hint. */
  readonly streak: number;
  readonly best: number;
}

export function score(asked: readonly Question[], attempts: readonly Attempt[]): Score {
  let [found, revealed, firstTries, streak, best] = [0, 0, 0, 0, 0];
  for (const [index, attempt] of attempts.entries()) {
    const question = asked[index];
    if (question === undefined) break;
    const how = outcome(question, attempt);
    if (how === "found") found += 1;
    if (how === "revealed") revealed += 1;
    const isFirst = how === "found" && attempt.tries.length === 1;
    if (isFirst) firstTries += 1;
    if (isFirst && attempt.hints === 0) streak += 1;
    else if (how !== "open" || attempt.tries.length > 0) streak = 0;
    best = Math.max(best, streak);
  }
  return { found, revealed, firstTries, streak, best };
}
