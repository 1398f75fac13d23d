/** A choice of one out of a few, all of them in sight. */
import type { ComponentChildren, JSX } from "preact";

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** What is shown of it when it is pointed at; its label where it has none. */
  readonly title?: string;
  readonly face: ComponentChildren;
}

interface Props<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly small?: boolean;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onValue: (value: T) => void;
}

export function Segments<T extends string>(props: Props<T>): JSX.Element {
  return (
    <span class={props.small ? "seg sm" : "seg"} role="radiogroup" aria-label={props.label}>
      {props.choices.map((choice) => (
        <label key={choice.value} title={choice.title ?? choice.label}>
          <input
            type="radio"
            name={props.name}
            aria-label={choice.label}
            checked={choice.value === props.value}
            onChange={() => props.onValue(choice.value)}
          />
          {choice.face}
        </label>
      ))}
    </span>
  );
}
