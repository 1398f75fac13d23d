/** A button that shows an icon alone; its label says what it does. */
import type { JSX } from "preact";
import { Icon, type IconName } from "./icon";

interface Props {
  readonly icon: IconName;
  readonly label: string;
  /** Says the key too. */
  readonly title?: string;
  readonly class?: string;
  readonly onClick: () => void;
}

export function IconButton({ icon, label, title, class: style = "btn icon", onClick }: Props): JSX.Element {
  return (
    <button class={style} type="button" aria-label={label} title={title} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
