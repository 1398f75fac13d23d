/** A curve in one sentence, for those who do not see it. Pure. */
import { count as counted, short } from "../format";
import { countOf, firstBroken, type Series } from "./series";

const DIGITS = 4;

/** One sentence: from where to where, the lowest, and the first value that is not a number. */
export function describe(title: string, series: readonly Series[], total: number | null): string {
  const parts = series.flatMap((each) => {
    const count = countOf(each);
    const [first, last] = [each.values[0], each.values[count - 1]];
    if (first === undefined || last === undefined || count === 0) return [];
    let low = 0;
    for (let place = 1; place < count; place += 1)
      if (!((each.values[place] ?? Number.NaN) >= (each.values[low] ?? Number.NaN))) low = place;
    const of = total === null ? "" : ` of ${counted(total)}`;
    const end = `${short(last, DIGITS)} at step ${counted(each.at[count - 1] ?? 0)}${of}`;
    const start = `from ${short(first, DIGITS)} at step ${counted(each.at[0] ?? 0)} to ${end}`;
    const broken = firstBroken(each);
    const lowest = `lowest ${short(each.values[low] ?? Number.NaN, DIGITS)} at step ${counted(each.at[low] ?? 0)}`;
    const rest = broken === null ? lowest : `${short(broken.value)} from step ${counted(broken.step)}`;
    return [`${series.length > 1 ? `${each.name} ` : ""}${count === 1 ? end : `${start}, ${rest}`}`];
  });
  return parts.length === 0 ? `${title}: no step yet.` : `${title}: ${parts.join("; ")}.`;
}
