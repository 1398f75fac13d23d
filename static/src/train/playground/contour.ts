/** Lines of equal value over a grid, joined so that they can be dashed (marching squares). Pure. */

/** x and y of one corner after the other, in cells: 0 is the middle of the first column or row. */
export type Line = Float32Array;

/** The corners of a cell are 1 (here), 2 (right), 4 (right and up), 8 (up); the sides 0 below, 1 right, 2 above, 3 left. */
const SIDES: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** The crossing of each side of a cell, by the number of the side in the whole grid. */
function crossings(values: Float32Array, columns: number, level: number) {
  const share = (from: number, to: number): number => {
    const [low, high] = [(values[from] ?? 0) - level, (values[to] ?? 0) - level];
    return low === high ? 0.5 : low / (low - high);
  };
  /** Even: from a node to the right; odd: upwards. */
  return (side: number): readonly [number, number] => {
    const node = side >> 1;
    const [x, y] = [node % columns, Math.floor(node / columns)];
    return side % 2 === 0 ? [x + share(node, node + 1), y] : [x, y + share(node, node + columns)];
  };
}

export function contour(values: Float32Array, columns: number, rows: number, level: number): Line[] {
  const next = new Map<number, number[]>();
  const link = (one: number, other: number): void => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = next.get(from);
      if (known === undefined) next.set(from, [to]);
      else known.push(to);
    }
  };
  for (let y = 0; y + 1 < rows; y += 1)
    for (let x = 0; x + 1 < columns; x += 1) {
      const node = y * columns + x;
      const [a, b] = [values[node] ?? 0, values[node + 1] ?? 0];
      const [c, d] = [values[node + columns + 1] ?? 0, values[node + columns] ?? 0];
      const which = (a > level ? 1 : 0) + (b > level ? 2 : 0) + (c > level ? 4 : 0) + (d > level ? 8 : 0);
      if (which === 0 || which === 15 || !Number.isFinite(a + b + c + d)) continue;
      const sides = [2 * node, 2 * (node + 1) + 1, 2 * (node + columns), 2 * node + 1];
      for (const [one, other] of SIDES[which] ?? []) link(sides[one] ?? 0, sides[other] ?? 0);
    }
  return joined(next).map((sides) => {
    const at = crossings(values, columns, level);
    return Float32Array.from(sides.flatMap((side) => at(side)));
  });
}

/** Walk from end to end, then round what is left. */
function joined(next: Map<number, number[]>): number[][] {
  const lines: number[][] = [];
  const walk = (start: number): void => {
    const line = [start];
    let here = start;
    for (;;) {
      const to = next.get(here)?.pop();
      if (to === undefined) break;
      const back = next.get(to);
      back?.splice(back.indexOf(here), 1);
      line.push(to);
      here = to;
    }
    if (line.length > 1) lines.push(line);
  };
  for (const [side, to] of next) if (to.length === 1) walk(side);
  for (const [side, to] of next) if (to.length > 0) walk(side);
  return lines;
}
