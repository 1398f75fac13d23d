/** Minimum, mean and maximum of many numbers. */

export interface Summary {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Null for no numbers, and where one of them is not a number. The mean of what overflows is infinite. */
export function summary(numbers: readonly number[]): Summary | null {
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const x of numbers) {
    if (x < min) min = x;
    if (x > max) max = x;
    sum += x;
  }
  if (numbers.length === 0 || Number.isNaN(sum)) return null;
  return { min, mean: sum / numbers.length, max };
}
