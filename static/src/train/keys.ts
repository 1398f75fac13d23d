/** Keys of the page; none of them while a field, the editor or a drawing has the focus. */

import { nearestOf } from "./progress";
import type { Train } from "./state";

const TYPES =
  "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, select, .cm-editor, dialog";
/** What has the arrows and Space for itself. */
const OWN =
  "button, a, summary, [role=button], [role=slider], [role=menu], [role=menuitem], input, [tabindex='0']";

export function listenForKeys({ session, training }: Train): void {
  /** So many recorded passes on or back. */
  function move(by: number): void {
    const recorded = training.recorded.peek();
    const now = training.current.peek();
    if (now === null || recorded.length === 0) return;
    const at = recorded.indexOf(nearestOf(recorded, now) ?? 0);
    training.show(recorded[Math.max(0, Math.min(recorded.length - 1, at + by))] ?? null);
  }

  function press(key: string, isShift: boolean): boolean {
    if (key === " ") void (training.state.peek() === "running" ? training.pause() : training.go());
    else if (key === "l" || key === "L") training.show(null);
    else if (key === "ArrowRight" && isShift) move(10);
    else if (key === "ArrowLeft" && isShift) move(-10);
    else if (key === "ArrowLeft") move(-1);
    else if (key === "ArrowRight" && training.shown.peek() !== null) move(1);
    else if (key === "ArrowRight") void training.step();
    else if (key === "Home") training.show(training.recorded.peek()[0] ?? null);
    else if (key === "End") training.show(null);
    else return false;
    return true;
  }

  session.life.listen("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target?.closest(TYPES) != null) return;
    const isOwn = target?.closest(OWN) != null;
    if (
      isOwn &&
      (event.key === " " || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")
    )
      return;
    if (press(event.key, event.shiftKey)) event.preventDefault();
  });
}
