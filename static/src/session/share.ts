/** Copying a link to what is shown. */
import { signal } from "@preact/signals";

/** What was done last, said for a while. */
export const said = signal<string | null>(null);
/** A text that the browser did not let this page copy: it is shown, to be copied by hand. */
export const offered = signal<{ readonly title: string; readonly text: string } | null>(null);

const A_WHILE = 4000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string): void {
  clearTimeout(timer);
  said.value = text;
  timer = setTimeout(() => {
    said.value = null;
  }, A_WHILE);
}
