/** What the forms of the class page have in common: texts of several lines, and faults. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { Icon } from "../components/icon";
import { assign } from "../session/assign";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly rows: number;
  readonly text: Signal<string>;
  /** The element that says what is the matter with the text, where that is looked at. */
  readonly judgedBy?: string;
  readonly isOdd?: boolean;
}

export function Lines({ id, label, rows, text, judgedBy, isOdd }: Props): JSX.Element {
  return (
    <>
      <label for={id}>{label}</label>
      <textarea
        class="field cl-code"
        id={id}
        rows={rows}
        spellcheck={false}
        aria-invalid={isOdd}
        aria-describedby={judgedBy}
        value={text.value}
        onInput={(event) => assign(text, event.currentTarget.value)}
      />
    </>
  );
}

export function Fault({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <p class="cl-fault">
      <Icon name="warn" />
      {children}
    </p>
  );
}
