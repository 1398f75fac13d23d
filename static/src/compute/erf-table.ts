/** erf at eighths to more digits than a double has, summed up in integers when one is first asked for. Pure. */

interface Double2 {
  readonly high: number;
  readonly low: number;
}

const BITS = 220n;
/** 2/√π · 2²²⁰. */
const TWO_OVER_SQRT_PI =
  (11283791670955125738961589031215451716881012586579977136881714434212849368829868289734873204042147n *
    (1n << BITS)) /
  10n ** 97n;

const known = new Map<number, Double2>();

/** 2/√π · Σ (−1)ⁿ c²ⁿ⁺¹ / (n! (2n + 1)), in units of 2⁻²²⁰, where c is so many eighths. */
function summed(eighths: bigint): bigint {
  let power = (eighths << BITS) >> 3n;
  let sum = 0n;
  for (let n = 0n; power !== 0n; n += 1n) {
    const term = power / (2n * n + 1n);
    sum += n % 2n === 0n ? term : -term;
    power = (power * eighths * eighths) / (64n * (n + 1n));
  }
  return (sum * TWO_OVER_SQRT_PI) >> BITS;
}

/** erf at so many eighths, as the sum of two doubles. */
export function erfAt(eighths: number): Double2 {
  const kept = known.get(eighths);
  if (kept !== undefined) return kept;
  const sum = summed(BigInt(eighths));
  const unit = 2 ** -Number(BITS);
  const high = Number(sum) * unit;
  const low = Number(sum - BigInt(high * 2 ** 60) * (1n << (BITS - 60n))) * unit;
  const made = { high, low };
  known.set(eighths, made);
  return made;
}
