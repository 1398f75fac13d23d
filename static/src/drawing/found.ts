/** Lights the box of what was found: its own, else the one that holds its first value. */

export interface Sought {
  readonly path: string;
  /** Positions of its values. */
  readonly nodes: readonly number[];
}

/** Whether `3 7+4*100` holds a position: 3, then 7, 11, … a hundred in all. */
export function holds(runs: string, at: number): boolean {
  return runs.split(" ").some((word) => {
    const [first = Number.NaN, step = 1, count = 1] = word.split(/[+*]/).map(Number);
    const steps = (at - first) / step;
    return Number.isInteger(steps) && steps >= 0 && steps < count;
  });
}

/** The element that draws it, with the smallest of those that hold it. */
function elementOf(svg: Element, { path, nodes }: Sought): Element | null {
  const own = [...svg.querySelectorAll("[data-path]")].find(
    (each) => each.getAttribute("data-path") === path,
  );
  const [at] = nodes;
  if (own !== undefined || at === undefined) return own ?? null;
  const card = svg.querySelector(`g.node[id$="n${at}"]`);
  if (card !== null && /(^|\D)n\d+$/.test(card.id)) return card;
  const boxes = [...svg.querySelectorAll("g.node[data-members]")];
  return boxes.find((each) => holds(each.getAttribute("data-members") ?? "", at)) ?? null;
}

export function lightFound(svg: Element, sought: Sought | null): void {
  for (const lit of svg.querySelectorAll(".is-found")) lit.classList.remove("is-found");
  if (sought !== null) elementOf(svg, sought)?.classList.add("is-found");
}
