/** The keys of a saved page: through the steps, and the view. */
import type { Session } from "../session/session";

/** Elements that use the arrows, Home, End and Space themselves. */
const BUSY = "input, select, button, summary, a, [role=radiogroup]";

export function listenForKeys({ life, passes, stage }: Session): void {
  const does: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => void passes.stepBy(-1),
    ArrowRight: () => void passes.stepBy(1),
    Home: () => void passes.stepTo(1),
    End: () => void passes.stepTo(Number.POSITIVE_INFINITY),
    " ": () => void passes.playOrPause(),
    "+": () => stage.by(1),
    "-": () => stage.by(-1),
    "0": () => stage.fit(),
  };
  life.listen("keydown", (event) => {
    const run = does[event.key];
    if (run === undefined || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if ((event.target as Element).closest(BUSY) !== null) return;
    event.preventDefault();
    run();
  });
}
