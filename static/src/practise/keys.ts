/** The keys of this page: H, R, and what moves the drawing. They do nothing while something is typed or chosen. */
import type { Practise } from "./state";

const TYPING = "input:not([type=checkbox]), textarea, select, dialog, [role=menu]";

const keys = ({ prediction, session: { stage } }: Practise): Readonly<Record<string, () => void>> => ({
  h: prediction.hint,
  r: prediction.reveal,
  "+": () => stage.by(1),
  "=": () => stage.by(1),
  "-": () => stage.by(-1),
  "0": () => stage.fit(),
});

function press(event: KeyboardEvent, does: ReturnType<typeof keys>): void {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target.closest(TYPING) !== null) {
    // Escape gives the letters back to the page.
    if (event.key === "Escape" && target.id === "guess") (target as HTMLElement).blur();
    return;
  }
  const field = document.querySelector<HTMLInputElement>("#guess");
  if (event.key === "Enter" && target.closest("button, a, .frame") === null) {
    event.preventDefault();
    if (field?.value === "") field.focus();
    else field?.form?.requestSubmit();
    return;
  }
  const run = does[event.key];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

export function listenForKeys(practise: Practise): void {
  const does = keys(practise);
  practise.session.life.listen("keydown", (event) => press(event, does));
}
