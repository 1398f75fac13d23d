/** How far a run is, and which of its recorded passes is meant. Pure. */
import { count } from "../format";

/** "264 of 400, about 3 s left" */
export function progress(pass: number, of: number | null, speed: number | null, isOn: boolean): string {
  const made = of === null ? count(pass) : `${count(pass)} of ${count(of)}`;
  if (!isOn || of === null || speed === null || speed <= 0 || pass >= of) return made;
  const left = (of - pass) / speed;
  return `${made}, about ${left < 90 ? `${Math.max(1, Math.round(left))} s` : `${Math.round(left / 60)} min`} left`;
}

/** The recorded pass that is nearest to a place. */
export function nearestOf(recorded: readonly number[], place: number): number | null {
  let found: number | null = null;
  for (const each of recorded)
    if (found === null || Math.abs(each - place) < Math.abs(found - place)) found = each;
  return found;
}
