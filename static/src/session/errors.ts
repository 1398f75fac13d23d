/** What a nudge's error curve says, in one sentence made from its numbers. Pure. */
import { short } from "../format";
import type { Nudge, Quotient } from "../wire/types";

export interface Names {
  readonly output: string;
  readonly node: string;
  /** The name of any node, by id. */
  readonly of: (id: string) => string;
}

/** Below this an error is rounding and nothing else. */
const ROUNDED = 1e-11;
/** From h = 1 down to 0.01, three a decade: where truncation would show. */
const COARSE = 7;

/** A grad of 0 has no relative error: it would be 1 whatever the difference is. */
export const isAbsolute = (nudge: Nudge): boolean => nudge.grad === 0;

export const errorOf = (nudge: Nudge, point: Quotient): number =>
  isAbsolute(nudge) ? point.abs_error : point.rel_error;

/** Where the two sides of the V meet: the index of the smallest error; null without a curve of numbers. */
export function best(nudge: Nudge): number | null {
  let found: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  nudge.curve.forEach((point, index) => {
    const error = errorOf(nudge, point);
    if (error < least) {
      least = error;
      found = index;
    }
  });
  return found;
}

/** The largest h from which on every smaller one is lost: x + h is x again. */
function lost(nudge: Nudge): number | null {
  let found: number | null = null;
  for (const point of [...nudge.curve].reverse()) {
    if (point.difference !== 0 || nudge.grad === 0) break;
    found = point.h;
  }
  return found;
}

function kinkSentence(nudge: Nudge, names: Names): string {
  const at = nudge.kinks.filter((kink) => kink.where === "point");
  const [bent] = at.length > 0 ? at : nudge.kinks;
  const who = bent === undefined ? "" : `${bent.op} at ${names.of(bent.node)}`;
  if (at.length > 0) {
    return (
      `${names.output} has a kink here, from ${who}: its slope is ${short(nudge.slopes.left)} on the left and ` +
      `${short(nudge.slopes.right)} on the right. The grad, ${short(nudge.grad)}, is a convention between them, ` +
      "so a difference may be far from it."
    );
  }
  const where =
    nudge.method === "central"
      ? `${names.node} − h and ${names.node} + h`
      : `${names.node} and ${names.node} + h`;
  return (
    `A kink, from ${who}, lies between ${where}: the difference mixes the slopes on its two sides. ` +
    "A smaller h stays on this side of it."
  );
}

/** Nothing but rounding is left, or not even that: a straight line, or a parabola seen from both sides. */
function flat(nudge: Nudge, names: Names): string | null {
  const { curve } = nudge;
  const { output, node } = names;
  const errors = curve.map((point) => errorOf(nudge, point));
  if (nudge.grad === 0 && curve.every((point) => point.difference === 0))
    return `${output} does not change with ${node}: the grad and every difference are 0.`;
  const kind =
    nudge.method === "forward"
      ? `${output} is a straight line in ${node}, so its grad is the same everywhere`
      : `A central difference of ${output} has no truncation error in ${node}, as for a line or a parabola`;
  if (errors.every((error) => error === 0)) return `${kind}, and here nothing is rounded: every h is exact.`;
  const scale = isAbsolute(nudge) ? Math.max(1, Math.abs(nudge.before)) : 1;
  if (errors.slice(0, COARSE).every((error) => error <= ROUNDED * scale))
    return `${kind}; only float rounding is left, and the error grows as h shrinks.`;
  return null;
}

/** The curve in a sentence; null while there is no curve. */
export function explain(nudge: Nudge, names: Names): string | null {
  if (nudge.kink) return kinkSentence(nudge, names);
  if (!Number.isFinite(nudge.grad) || !Number.isFinite(nudge.before))
    return `${names.output} or its grad is not a finite number here, so there is nothing to compare.`;
  const at = best(nudge);
  const point = at === null ? undefined : nudge.curve[at];
  if (at === null || point === undefined) return null;
  const straight = flat(nudge, names);
  const end = lost(nudge);
  const gone = end === null ? "" : ` From h = ${short(end)} down, ${names.node} + h is ${names.node} again.`;
  if (straight !== null) return straight + gone;
  const law = nudge.method === "forward" ? "h" : "h²";
  return (
    `Right of h ≈ ${power(point.h)} the error is proportional to ${law}: truncation, because ${names.output} is curved. ` +
    `Left of it, it grows as h shrinks: rounding of ${names.output}, divided by h.${gone}`
  );
}

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The nearest power of ten, as it is read: 10⁻⁸. */
export function power(x: number): string {
  const exponent = Math.round(Math.log10(x));
  if (exponent === 0) return "1";
  const digits = [...String(Math.abs(exponent))].map((digit) => DIGITS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}
