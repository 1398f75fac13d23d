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

export function NumberField(props: Props): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const rest = (props.shown ?? field)(props.value);

  // What is typed is read off the field itself: a key may come before the page has rendered the one before it.
  const commit = (text: string): void => {
    const value = parse(text);
    const reason =
      value === null ? "Write a finite number, such as -1.5 or 1e-3." : (props.refuse?.(value) ?? null);
    setComplaint(reason);
    if (value === null || reason !== null) return;
    setDraft(null);
    if (value !== props.value) props.onValue(value);
  };
  const leave = (text: string): void => {
    if (text !== repr(props.value)) commit(text);
    setDraft(null);
    setComplaint(null);
  };
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter") commit(event.currentTarget.value);
    else if (event.key === "Escape" && draft !== null) {
      event.stopPropagation();
      setDraft(null);
      setComplaint(null);
    } else if (by !== 0 && props.step !== undefined) {
      event.preventDefault();
      const next = Number((props.value + by * props.step).toPrecision(12));
      if ((props.refuse?.(next) ?? null) === null) {
        setDraft(null);
        props.onValue(next);
      }
    }
  };

  return (
    <input
      class="field num"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      spellcheck={false}
      id={props.id}
      aria-label={props.label}
      aria-invalid={complaint !== null}
      title={complaint ?? repr(props.value)}
      value={draft ?? rest}
      onFocus={({ currentTarget }) => {
        // At once, and not with the next rendering: what is typed next must meet the whole number, selected.
        currentTarget.value = repr(props.value);
        currentTarget.select();
        setDraft(currentTarget.value);
      }}
      onInput={(event) => {
        setDraft(event.currentTarget.value);
        setComplaint(null);
      }}
      onKeyDown={press}
      onBlur={(event) => leave(event.currentTarget.value)}
    />
  );
}
