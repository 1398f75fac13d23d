/** What a menu shows when it is open: its items in their groups, each with its mark, its icon and its key. */
import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icon";

export interface MenuItem {
  readonly key: string;
  readonly text: string;
  /** What it is, in a line of its own. */
  readonly about?: string;
  readonly note?: string;
  /** Before its text. */
  readonly picture?: ComponentChildren;
  readonly icon?: IconName;
  /** The key of the keyboard that does the same without the menu. */
  readonly keys?: string;
  readonly isCurrent?: boolean;
  /** One of a choice, or a switch; `isOn` says how it is set. */
  readonly kind?: "choice" | "switch";
  readonly isOn?: boolean;
  /** A class for an item that is there at some widths only. */
  readonly class?: string;
  readonly items?: readonly MenuItem[];
  readonly onChoose?: () => void;
}

export interface MenuGroup {
  readonly title: string;
  readonly items: readonly MenuItem[];
}

interface Props {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onChoose: (item: MenuItem) => void;
  /** Back to the items that hold these; null where none does. */
  readonly onBack: (() => void) | null;
}

const ROLES = { choice: "menuitemradio", switch: "menuitemcheckbox" } as const;

function Item({ item, hasMarks, onChoose }: { item: MenuItem; hasMarks: boolean; onChoose: () => void }) {
  const { about, icon, isCurrent, isOn = false, items, keys, kind, note, picture, text } = item;
  const state = kind === undefined ? { "aria-current": isCurrent === true } : { "aria-checked": isOn };
  return (
    <button
      type="button"
      class={items === undefined ? item.class : `has-more ${item.class ?? ""}`}
      role={kind === undefined ? "menuitem" : ROLES[kind]}
      tabIndex={-1}
      aria-description={about === undefined ? undefined : `${about} ${note ?? ""}`.trim()}
      {...state}
      aria-haspopup={items === undefined ? undefined : "menu"}
      onClick={onChoose}
    >
      {hasMarks && <span class="mark">{isOn ? <Icon name="check" /> : icon && <Icon name={icon} />}</span>}
      {picture}
      <span class="text">
        {text}
        {about !== undefined && (
          <small class="about" aria-hidden="true">
            {about}
          </small>
        )}
      </span>
      {note !== undefined && <small aria-hidden={about !== undefined}>{note}</small>}
      {keys !== undefined && <kbd>{keys}</kbd>}
      {items !== undefined && <Icon name="right" />}
    </button>
  );
}

export function MenuList({ label, groups, onKeyDown, onChoose, onBack }: Props): JSX.Element {
  const all = groups.flatMap(({ items }) => items);
  const hasMarks = all.some(({ icon, kind }) => icon !== undefined || kind !== undefined);
  return (
    <div class="menu-list" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {groups.map(({ title, items }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of a menu, not of a form
        <div key={title} class="menu-group" role="group" aria-label={title === "" ? label : title}>
          {onBack !== null && (
            <button type="button" role="menuitem" tabIndex={-1} class="back" onClick={onBack}>
              <Icon name="left" />
              {title}
            </button>
          )}
          {onBack === null && title !== "" && <p aria-hidden="true">{title}</p>}
          {items.map((item) => (
            <Item key={item.key} item={item} hasMarks={hasMarks} onChoose={() => onChoose(item)} />
          ))}
        </div>
      ))}
    </div>
  );
}
