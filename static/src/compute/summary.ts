/** A few figures that tell how many numbers lie. */

export interface Summary {
  readonly least: number;
  readonly mean: number;
  readonly greatest: number;
}

/** Null for no numbers, and where one of them is not a number. The mean of what overflows is infinite. */
export function summary(numbers: readonly number[]): Summary | null {
  let [least, greatest, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const x of numbers) {
    if (x < least) least = x;
    if (x > greatest) greatest = x;
    sum += x;
  }
  if (numbers.length === 0 || Number.isNaN(sum)) return null;
  return { least, mean: sum / numbers.length, greatest };
}
