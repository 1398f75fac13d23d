/** A choice of one out of many, in the browser's own list. */
import type { JSX } from "preact";
import { Icon } from "./icon";

export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, text: string])[];
  readonly onValue: (value: T) => void;
  readonly small?: boolean;
}): JSX.Element {
  return (
    <span class={props.small === true ? "select sm" : "select"}>
      <select
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onValue(event.currentTarget.value as T)}
      >
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  );
}
