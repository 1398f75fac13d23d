/** The keys of a saved page: through the steps, and the view. */
import type { Session } from "../session/session";

/** Elements that use the arrows, Home and End themselves, and those that use Space. */
const STEPPING = "input, select, pre, [role=radiogroup]";
const PRESSED = `${STEPPING}, button, summary, a`;

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
    if ((event.target as Element).closest(event.key === " " ? PRESSED : STEPPING) !== null) return;
    event.preventDefault();
    run();
  });
}
