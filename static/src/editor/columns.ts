/** Positions in the source: the API counts code points from 1, the editor counts UTF-16 units from 0. */

import type { Place } from "../wire/problem";

/** How many UTF-16 units come before the given column of a line. */
export function unitsBefore(line: string, column: number): number {
  let units = 0;
  let left = column - 1;
  for (const point of line) {
    if (left <= 0) break;
    units += point.length;
    left -= 1;
  }
  return units;
}

/** Offsets of a place in the whole text, kept inside it and at least one unit wide where there is text. */
export function range(text: string, place: Place): { from: number; to: number } {
  const lines = text.split("\n");
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const at = (line: number, column: number): number => {
    const index = Math.min(Math.max(line, 1), lines.length) - 1;
    return (starts[index] ?? 0) + unitsBefore(lines[index] ?? "", column);
  };
  const from = at(place.line, place.column);
  const to = at(place.endLine, place.endColumn);
  if (to > from) return { from, to };
  const index = Math.min(Math.max(place.line, 1), lines.length) - 1;
  const start = starts[index] ?? 0;
  const end = start + (lines[index] ?? "").length;
  return from < end ? { from, to: from + 1 } : { from: Math.max(start, end - 1), to: end };
}
