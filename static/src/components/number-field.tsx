/** A field for one number: rounded while it rests, every digit while it is edited, never half a number. */

import type { JSX, TargetedKeyboardEvent } from "preact";
import { useState } from "preact/hooks";
import { field, parse, repr } from "../format";

interface Props {
  readonly value: number;
  readonly label: string;
  readonly id?: string;
  readonly step?: number;
  readonly shown?: (value: number) => string;
  /** Null if the number will do, else what it must be. */
  readonly refuse?: (value: number) => string | null;
  readonly onValue: (value: number) => void;
}

interface Draft {
  /** What is typed and not yet a number; null while nothing is edited. */
  readonly text: string | null;
  /** Why it cannot be taken. */
  readonly complaint: string | null;
  readonly edit: (text: string) => void;
  readonly leave: (text: string) => void;
  readonly press: (event: TargetedKeyboardEvent<HTMLInputElement>) => void;
}

/** What is typed is read off the field: a key may come before the page has rendered the one before it. */
function useDraft(props: Props): Draft {
  const [text, setText] = useState<string | null>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const edit = (next: string | null): void => {
    setText(next);
    setComplaint(null);
  };
  const commit = (typed: string): void => {
    const value = parse(typed);
    const reason =
      value === null ? "Write a finite number, such as -1.5 or 1e-3." : (props.refuse?.(value) ?? null);
    setComplaint(reason);
    if (value === null || reason !== null) return;
    setText(null);
    if (value !== props.value) props.onValue(value);
  };
  const leave = (typed: string): void => {
    if (typed !== repr(props.value)) commit(typed);
    edit(null);
  };
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter") commit(event.currentTarget.value);
    else if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      edit(null);
    } else if (by !== 0 && props.step !== undefined) {
      event.preventDefault();
      const next = Number((props.value + by * props.step).toPrecision(12));
      if ((props.refuse?.(next) ?? null) !== null) return;
      setText(null);
      props.onValue(next);
    }
  };
  return { text, complaint, edit, leave, press };
}

export function NumberField(props: Props): JSX.Element {
  const draft = useDraft(props);
  return (
    <input
      class="field num"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      spellcheck={false}
      id={props.id}
      aria-label={props.label}
      aria-invalid={draft.complaint !== null}
      title={draft.complaint ?? repr(props.value)}
      value={draft.text ?? (props.shown ?? field)(props.value)}
      onFocus={({ currentTarget }) => {
        // At once, and not with the next rendering: what is typed next must replace the full number, which is selected.
        currentTarget.value = repr(props.value);
        currentTarget.select();
        draft.edit(currentTarget.value);
      }}
      onInput={(event) => draft.edit(event.currentTarget.value)}
      onKeyDown={draft.press}
      onBlur={(event) => draft.leave(event.currentTarget.value)}
    />
  );
}
