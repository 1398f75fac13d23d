/** What went wrong in the numbers of a run, in a sentence. Pure. */
import { count, short } from "../format";
import type { Pass } from "../wire/live";

/** A loss that is so many times the one of the first step has run away, though it is still a number. */
const AWAY = 1_000;

interface Course {
  readonly at: readonly number[];
  readonly loss: readonly number[];
}

/** The step after which the loss only rose until it broke; null where it broke at once. */
function overshotAt({ at, loss }: Course, end: number): number | null {
  let k = at.findLastIndex((step) => step <= end);
  while (k >= 0 && !Number.isFinite(loss[k])) k -= 1;
  const from = k;
  while (k > 0 && (loss[k] ?? 0) > (loss[k - 1] ?? 0)) k -= 1;
  return k >= 0 && k < from ? (at[k] ?? null) : null;
}

/** What is wrong and since when; null where nothing is. `rateAt`: the rate of a step, if the page knows it. */
export function divergence(
  course: Course,
  broken: Pass | null,
  rateAt: (step: number) => number | null,
): string | null {
  const { at, loss } = course;
  const [first = 0, last = 0, step = 0] = [loss[0], loss.at(-1), at.at(-1)];
  const said: string[] = [];
  let end = step;
  if (broken !== null) {
    const { nonFinite, pass, value } = broken;
    end = pass;
    const what = nonFinite?.what ?? (Number.isNaN(value) ? "nan" : "inf");
    said.push(`${Number.isFinite(value) ? "A number" : "The loss"} is ${what} from step ${count(pass)}.`);
    if (nonFinite !== null) {
      const line = nonFinite.line === null ? "" : `, line ${nonFinite.line}`;
      said.push(`It began in ${nonFinite.name ?? nonFinite.node}${line}.`);
    }
  } else if (first > 0 && last > AWAY * first)
    said.push(
      `The loss is ${short(last, 3)} at step ${count(step)}, ${count(Math.round(last / first))} times what it began with.`,
    );
  else return null;
  const from = overshotAt(course, end);
  const rate = from === null ? null : rateAt(from);
  if (from !== null && rate !== null) said.push(`Rate ${short(rate, 3)} overshot at step ${count(from)}.`);
  return said.join(" ");
}
