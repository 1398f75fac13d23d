/** The exact numbers of the cell that is pointed at. A screen reader has the same in the inspector's cells. */
import type { JSX } from "preact";
import { short } from "../format";
import { useSession } from "../session/context";

export function Pointed(): JSX.Element | null {
  const cell = useSession().stage.pointed.value;
  if (cell === null) return null;
  return (
    <div class="pointed" aria-hidden="true" style={{ "--x": `${cell.x}px`, "--y": `${cell.y}px` }}>
      <b>{cell.name}</b>
      <span class="data">{cell.data === null ? "–" : short(cell.data)}</span>
      <span class="grad">{cell.grad === null ? "–" : short(cell.grad)}</span>
    </div>
  );
}
