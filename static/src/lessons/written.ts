/** Numbers as people write them into an answer: 2/3, 0.667, .67, 0,667 and −1.5. Pure. */
import { parse, short } from "../format";

const one = (text: string): number | null =>
  parse(/^[^.,]*,[^.,]*$/.test(text) ? text.replace(",", ".") : text);

/** The number in what was typed, or null. A fraction is read as what it comes to. */
export function written(text: string): number | null {
  const [over, under, ...more] = text.split("/").map(one);
  if (more.length > 0 || over === undefined || over === null) return null;
  if (under === undefined) return over;
  return under === null || under === 0 ? null : over / under;
}

const LARGEST = 9;
const SAME = 1e-9;

/** The fraction that a number is, such as 2/3; null where a short decimal says it as well. */
export function fraction(x: number): string | null {
  if (Number(x.toFixed(2)) === x) return null;
  for (let under = 3; under <= LARGEST; under += 1) {
    const over = Math.round(x * under);
    if (Math.abs(over / under - x) < SAME) return `${short(over)}/${under}`;
  }
  return null;
}

/** The nearest fraction with a small denominator, where a computed number is one but for rounding. */
export function exact(x: number): number {
  for (let under = 1; under <= LARGEST; under += 1) {
    const over = Math.round(x * under);
    if (Math.abs(over / under - x) < SAME) return over / under + 0;
  }
  return x;
}

/** A number as a lesson shows it: a fraction as one. */
export const shownNumber = (x: number): string => fraction(x) ?? short(Number(x.toFixed(4)));
