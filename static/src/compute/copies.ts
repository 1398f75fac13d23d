/** The cells of boxes that stand behind each other, copy by copy. Pure. */

/** For each copy its share of the cells; none where they do not lie row by row. */
export function byCopy<T>(cells: readonly T[], copies: number): readonly (readonly T[])[] {
  const width = cells.length / copies;
  if (copies < 2 || width === 0 || !Number.isInteger(width)) return [];
  return Array.from({ length: copies }, (_, k) => cells.slice(k * width, (k + 1) * width));
}

/** So many of a row as are drawn: each the number of largest size in its share, as in the drawing. */
export function shortened<T>(row: readonly T[], most: number, size: (each: T) => number): readonly T[] {
  const count = Math.min(row.length, most);
  return Array.from({ length: count }, (_, k) => {
    const share = row.slice(Math.floor((k * row.length) / count), Math.floor(((k + 1) * row.length) / count));
    return share.reduce((best, each) => (size(each) > size(best) ? each : best));
  });
}
