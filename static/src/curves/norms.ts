/** What the norms of a step say of its layers, in sentences with the numbers. Pure. */
import { count as counted, short } from "../format";

export interface NormRow {
  readonly name: string;
  /** How many parameters. */
  readonly size: number;
  /** Norm of the grads at the step that is shown; null where it was not sent. */
  readonly grad: number | null;
  /** Norm of the last change over the norm of the data. */
  readonly update: number | null;
  /** How many of the grads are exactly 0. */
  readonly zeroGrads?: number;
  /** Norm of the grads over the steps. */
  readonly at?: readonly number[];
  readonly values?: readonly number[];
}

/** The greatest norm is so many times the least before that is worth a sentence. */
const APART = 1e4;
/** A change of this share of the weights in one step. */
const SHAKES = 0.1;

const HEALTHY = "A healthy ratio is near 1e−3. Far above it, training shakes.";

export const norm = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1).replace("-", "−") : short(value, 3);

/** Layers whose grads vanish or explode on the way back from the output, which the last row is nearest to. */
function apart(rows: readonly NormRow[]): string | null {
  const known = rows.filter(({ grad }) => grad !== null && grad > 0 && Number.isFinite(grad));
  const by = (one: NormRow, other: NormRow): number => (one.grad ?? 0) - (other.grad ?? 0);
  const ordered = [...known].sort(by);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (least === undefined || most === undefined || (most.grad ?? 0) < APART * (least.grad ?? 0)) return null;
  const verb = rows.indexOf(least) < rows.indexOf(most) ? "vanish" : "explode";
  const which = verb === "vanish" ? least : most;
  const other = verb === "vanish" ? most : least;
  const numbers = `norm ${norm(which.grad ?? 0)}, against ${norm(other.grad ?? 0)} in ${other.name}`;
  return `Grads ${verb} in ${which.name}: ${numbers}.`;
}

/** The sentences under the table. */
export function remarks(rows: readonly NormRow[]): string[] {
  const found: string[] = [];
  const broken = rows.find(({ grad }) => grad !== null && !Number.isFinite(grad));
  if (broken !== undefined) found.push(`The grad norm of ${broken.name} is ${short(broken.grad ?? 0)}.`);
  for (const { name, size, zeroGrads = 0 } of rows) {
    if (size > 0 && zeroGrads === size) found.push(`No grad reaches ${name}: all ${counted(size)} are 0.`);
    else if (zeroGrads * 2 > size)
      found.push(`${counted(zeroGrads)} of ${counted(size)} grads of ${name} are 0.`);
  }
  const far = apart(rows);
  if (far !== null) found.push(far);
  const shaking = rows.filter(({ update }) => update !== null && update > SHAKES);
  const [first] = shaking;
  if (first !== undefined)
    found.push(
      `One step changes ${first.name} by ${norm(first.update ?? 0)} of its norm. Try a smaller rate.`,
    );
  else if (rows.some(({ update }) => update !== null)) found.push(HEALTHY);
  return found;
}
