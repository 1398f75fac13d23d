/** Node ids as the API writes them: `n7` is the node at position 7. */

export const idOf = (position: number | string): string => `n${position}`;

export const position = (id: string): number => Number(id.slice(1));

export const isId = (text: string): boolean => /^n\d+$/.test(text);

/** What the server wrote as `3 7+4*100`: 3, then 7, 11, … a hundred in all. */
export function positions(runs: string): number[] {
  return runs.split(" ").flatMap((word) => {
    const [, first = "0", step = "0", count = "1"] = /^(\d+)(?:\+(\d+)\*(\d+))?$/.exec(word) ?? [];
    return Array.from({ length: Number(count) }, (_, k) => Number(first) + k * Number(step));
  });
}
