/** Putting a link on the clipboard, and what came of it. */
import { signal } from "@preact/signals";
import { assign } from "./assign";
import type { Lifetime } from "./lifetime";

const A_WHILE = 4000;

export function createShare(life: Lifetime) {
  /** What was done last, said for a while. */
  const said = signal<string | null>(null);
  const timer = life.timer();
  /** What the browser did not let this page copy: it is shown, to be copied by hand. */
  const offered = signal<{ readonly title: string; readonly text: string } | null>(null);
  function say(text: string): void {
    said.value = text;
    timer.start(A_WHILE, () => assign(said, null));
  }

  /** `left` are the names of files that the link leaves out. */
  async function copy(title: string, text: string, left: readonly string[] = []): Promise<void> {
    try {
      // Undefined where the page does not come over https.
      await (navigator.clipboard as Clipboard | undefined)?.writeText(text);
      if (navigator.clipboard !== undefined) {
        const without = left.length === 0 ? "" : ` It leaves out ${left.join(", ")}: too long for a link.`;
        say(`${title} copied.${without}`);
        return;
      }
    } catch {
      // The browser, or the page that this one is framed in, does not allow it.
    }
    offered.value = { title, text };
  }
  return { said, offered, say, copy };
}
