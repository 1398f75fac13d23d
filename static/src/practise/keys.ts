/** The keys of this page: H, R, and what moves the drawing. They do nothing while something is typed or chosen. */
import { stage } from "./predict";
import { hint, reveal } from "./prediction";

const TYPING = "input:not([type=checkbox]), textarea, select, dialog, [role=menu]";

const KEYS: Readonly<Record<string, () => void>> = {
  h: hint,
  r: reveal,
  "+": () => stage.by(1),
  "=": () => stage.by(1),
  "-": () => stage.by(-1),
  "0": () => stage.fit(),
};

function press(event: KeyboardEvent): void {
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
  const run = KEYS[event.key];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

export function listenForKeys(): void {
  addEventListener("keydown", press);
}
