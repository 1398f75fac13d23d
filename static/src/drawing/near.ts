/** What is joined to a box that is pointed at: its edges, the boxes at their ends, and every other dock of its lists. */
import { chain } from "./order";
import type { Drawing } from "./picture";

const LIT = ["is-near", "is-lit"] as const;

/** Light what belongs to this box or card, and nothing else; null lights nothing. */
export function light(drawing: Drawing, id: string | null): void {
  if (drawing.lit.id === id) return;
  drawing.lit.id = id;
  for (const element of drawing.lit.elements.splice(0)) element.classList.remove(...LIT);
  if (id === null || !drawing.isBoxed) return;
  const put = (element: Element | undefined, name: (typeof LIT)[number]): void => {
    if (element === undefined) return;
    element.classList.add(name);
    drawing.lit.elements.push(element);
  };
  const around = chain(drawing.boxes, id);
  for (const { element, ends } of drawing.edges) {
    if (ends === null || (ends.from !== id && ends.to !== id)) continue;
    put(element, "is-lit");
    const other = ends.from === id ? ends.to : ends.from;
    if (!around.includes(other)) put(drawing.cards.get(other) ?? drawing.frames.get(other), "is-near");
  }
  const own = drawing.heats.filter((heat) => heat.box === id);
  for (const heat of drawing.heats) {
    if (heat.box === id) continue;
    const first = heat.strip.cells[0];
    if (own.some(({ strip }) => strip.cells[0] === first && strip.cells.length === heat.strip.cells.length))
      put(heat.host, heat.isDock ? "is-lit" : "is-near");
  }
}
