/** What a block of text beside the sections has: a button that copies it, and a box that scrolls. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../components/icon";

/** What scrolls must be reached by keyboard, and then says what it is. */
export const scrolling = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label }) as const;

export function Copy({ text, what }: { text: string; what: string }): JSX.Element {
  const [said, say] = useState("Copy");
  useEffect(() => {
    if (said === "Copy") return;
    const timer = setTimeout(() => say("Copy"), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("Select the text to copy it"),
    );
  };
  return (
    <button class="btn ghost sm" type="button" aria-label={`Copy ${what}`} onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">{said}</span>
    </button>
  );
}
