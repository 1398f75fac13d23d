/**
 * A card whose data a nudge has changed: the change is shown in place of "data", inside a dashed outline.
 * Nothing else on the page looks like that, and all of it is undone when the nudge ends.
 */
import { onScreen } from "../format";

const ROOM = 7;

/** A change in as few characters as fit beside the number: "+0.006", "−2e−11". */
export function change(by: number): string {
  if (!Number.isFinite(by)) return "Δ";
  const sign = by < 0 ? "−" : "+";
  const size = Math.abs(by);
  const text = sign + onScreen(String(Number(size.toPrecision(2))));
  return text.length <= ROOM ? text : sign + onScreen(size.toExponential(0).replace("e+", "e"));
}

/** Mark a card by how much its data was changed, or take the mark away. */
export function setNudge(card: SVGGElement, by: number | null, isMoved: boolean): void {
  const isMarked = card.classList.contains("is-nudged");
  if (by === null && !isMarked) return;
  card.classList.toggle("is-nudged", by !== null);
  card.classList.toggle("is-moved", by !== null && isMoved);
  const key = card.querySelector(":scope > text.key");
  if (key === null) return;
  const isFlat = card.ownerSVGElement?.classList.contains("classic") === true;
  key.textContent = by === null ? "data" : isFlat ? "Δ" : change(by);
}
