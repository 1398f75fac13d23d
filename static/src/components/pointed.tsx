/**
 * The exact numbers of the cell that is pointed at, and the range of the box that has the focus. A screen reader has
 * the same in the box's name and in the inspector's cells.
 */
import type { JSX } from "preact";
import { repr, TO } from "../format";
import { useSession } from "../session/context";

const exact = (numbers: readonly number[]): string =>
  numbers.length === 0 ? "–" : numbers.map(repr).join(TO);

export function Pointed(): JSX.Element | null {
  const cell = useSession().stage.pointed.value;
  if (cell === null) return null;
  return (
    <div class="pointed" aria-hidden="true" style={{ "--x": `${cell.x}px`, "--y": `${cell.y}px` }}>
      <b>{cell.name}</b>
      <span class="data">{exact(cell.data)}</span>
      <span class="grad">{exact(cell.grad)}</span>
    </div>
  );
}
