/** A field for one number: rounded while it rests, every digit while it is edited, never half a number. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
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
  const input = useRef<HTMLInputElement>(null);
  const rest = (props.shown ?? field)(props.value);

  const commit = (): void => {
    if (draft === null) return;
    const value = parse(draft);
    const reason =
      value === null ? "Write a finite number, such as -1.5 or 1e-3." : (props.refuse?.(value) ?? null);
    setComplaint(reason);
    if (value === null || reason !== null) return;
    setDraft(null);
    if (value !== props.value) props.onValue(value);
  };
  const leave = (): void => {
    commit();
    setDraft(null);
    setComplaint(null);
  };
  const press = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter") commit();
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
      ref={input}
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
      onFocus={() => {
        setDraft(repr(props.value));
        requestAnimationFrame(() => input.current?.select());
      }}
      onInput={(event) => {
        setDraft(event.currentTarget.value);
        setComplaint(null);
      }}
      onKeyDown={press}
      onBlur={leave}
    />
  );
}
