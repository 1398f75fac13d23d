/** Which values of a series a picture can show: two for each column of pixels, once there are more than that. Pure. */
import type { Series } from "./series";

/**
 * Places in the series whose values make the line, in pieces: a value that cannot be drawn ends one.
 *
 * @param from the first place, and `to` the one after the last.
 * @param column the column of pixels of a step.
 * @param isDrawn whether a value has a place on the axis.
 */
export function pieces(
  { at, values }: Pick<Series, "at" | "values">,
  [from, to]: readonly [number, number],
  column: (step: number) => number,
  isDrawn: (value: number) => boolean,
): number[][] {
  const found: number[][] = [];
  let piece: number[] = [];
  let [least, most, here] = [-1, -1, Number.NaN];
  const flush = (): void => {
    if (least < 0) return;
    piece.push(Math.min(least, most));
    if (least !== most) piece.push(Math.max(least, most));
    least = -1;
  };
  for (let place = from; place < to; place += 1) {
    const value = values[place] ?? Number.NaN;
    const next = column(at[place] ?? 0);
    if (next !== here || !isDrawn(value)) flush();
    here = next;
    if (!isDrawn(value)) {
      if (piece.length > 0) found.push(piece);
      piece = [];
    } else if (least < 0) [least, most] = [place, place];
    else if (value < (values[least] ?? 0)) least = place;
    else if (value >= (values[most] ?? 0)) most = place;
  }
  flush();
  if (piece.length > 0) found.push(piece);
  return found;
}
