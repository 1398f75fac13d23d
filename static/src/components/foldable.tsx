/** The head of a panel that can be closed to its head alone. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { assign } from "../session/assign";
import { Icon } from "./icon";

export function FoldableHead(props: {
  readonly title: string;
  readonly isOpen: Signal<boolean>;
  /** Said while it is closed. */
  readonly note?: string | undefined;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { title, isOpen, note, children } = props;
  return (
    <div class="ph foldable">
      <h2>
        <button type="button" aria-expanded={isOpen.value} onClick={() => assign(isOpen, !isOpen.value)}>
          <Icon name={isOpen.value ? "down" : "right"} />
          {title}
        </button>
      </h2>
      {!isOpen.value && note !== undefined && <small>{note}</small>}
      {children}
    </div>
  );
}
