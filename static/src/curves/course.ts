/** The curve of a descent: its steps from 0, and some of those that would follow. Pure. */
import { counted, short } from "../format";
import type { Series } from "./series";

/** Steps ahead take no more than this share of the steps taken, but for the first few. */
const AHEAD = 1 / 3;
const FEW = 2;

/** @param ahead what the next steps would bring, from the last one taken on. */
export function courseOf(name: string, taken: readonly number[], ahead: readonly number[]): Series {
  const room = taken.length <= 1 ? ahead.length : Math.max(FEW, Math.ceil((taken.length - 1) * AHEAD));
  const values = [...taken, ...ahead.slice(1, 1 + room)];
  const at = values.map((_, step) => step);
  return { name, tone: "data", at, values, dashedFrom: Math.max(0, taken.length - 1) };
}

/** The same in a sentence. */
export function spokenCourse(taken: readonly number[], ahead: readonly number[]): string {
  const [first, last, end] = [taken[0], taken.at(-1), ahead.at(-1)];
  if (first === undefined || last === undefined) return "No output to descend on yet.";
  const past =
    taken.length === 1
      ? `now ${short(last)}`
      : `from ${short(first)} to ${short(last)} in ${counted(taken.length - 1, "step")}`;
  return end === undefined
    ? `Output: ${past}.`
    : `Output: ${past}; ${ahead.length - 1} more steps lead to ${short(end)}.`;
}
