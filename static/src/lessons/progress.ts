/** What an address keeps of the lessons: which is open, and which have been solved, as `#04&solved=1-3,7`. Pure. */

const ADDRESS = /^#0*(\d{1,3})(?:&solved=([\d,-]+))?$/;

export const addressOf = (number: number): string => `#${String(number).padStart(2, "0")}`;

/** The number of the lesson in an address; null where there is none. */
export function numberOf(hash: string): number | null {
  const [, number] = ADDRESS.exec(hash) ?? [];
  return number === undefined ? null : Number(number);
}

/** Numbers in order, those that follow each other as a range: 1-3,7. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}

/** The address of a lesson that takes along what has been solved. */
export const withProgress = (number: number, solved: readonly number[]): string =>
  solved.length === 0 ? addressOf(number) : `${addressOf(number)}&solved=${ranges(solved)}`;

/** The numbers of the lessons that an address says are solved. */
export function solvedIn(hash: string): ReadonlySet<number> {
  const [, , listed] = ADDRESS.exec(hash) ?? [];
  const found = new Set<number>();
  for (const part of listed?.split(",") ?? []) {
    const [from = 0, to = from] = part.split("-").map(Number);
    for (let number = from; number <= Math.min(to, 999); number += 1) found.add(number);
  }
  return found;
}
