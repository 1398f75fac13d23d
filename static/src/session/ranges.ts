/** How far a slider goes: round numbers that leave room on both sides of the value. Pure. */

const ROUND = [1, 2, 5];

/** The half width of a slider for a value: at least `least`, at least twice the value, round. */
export function halfWidth(value: number, least: number): number {
  const needed = Math.abs(value) * 2;
  if (!Number.isFinite(needed) || needed <= least) return least;
  for (let power = 10 ** Math.floor(Math.log10(needed)); ; power *= 10) {
    for (const factor of ROUND) if (factor * power >= needed) return factor * power;
  }
}

/** Ten for what a person wrote, two for the weights of a network. */
export const leastWidth = (group: string): number => (group === "" ? 10 : 2);

/** The step of a slider that is `half` wide on each side: a thousandth of it. */
export const sliderStep = (half: number): number => half / 1000;
