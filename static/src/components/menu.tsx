/** A button that opens a list of things to choose from. Arrows walk it, Escape closes it. */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface MenuItem {
  readonly key: string;
  readonly text: string;
  readonly note?: string;
  readonly isCurrent?: boolean;
  readonly onChoose: () => void;
}

interface Props {
  readonly label: string;
  readonly class: string;
  readonly align?: "left" | "right" | "middle";
  readonly items: readonly MenuItem[];
  readonly children: ComponentChildren;
}

const GAP = 4;
const BORDER = 8;

/** Put the list under its button and inside the window, whatever of its ancestors it is placed from. */
function place(root: HTMLElement, align: "left" | "right" | "middle"): void {
  const button = root.firstElementChild?.getBoundingClientRect();
  const list = root.querySelector<HTMLElement>("[role=menu]");
  if (button === undefined || list === null) return;
  const start = {
    left: button.left,
    right: button.right - list.offsetWidth,
    middle: (button.left + button.right - list.offsetWidth) / 2,
  };
  const furthest = innerWidth - list.offsetWidth - BORDER;
  const [left, top] = [Math.max(BORDER, Math.min(furthest, start[align])), button.bottom + GAP];
  Object.assign(list.style, { left: "0", top: "0" });
  const origin = list.getBoundingClientRect();
  Object.assign(list.style, { left: `${left - origin.left}px`, top: `${top - origin.top}px` });
}

/** The items, walked with the arrow keys. */
function List(props: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
}): JSX.Element {
  return (
    <div class="menu-list" role="menu" aria-label={props.label} tabIndex={-1} onKeyDown={props.onKeyDown}>
      {props.items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          aria-current={item.isCurrent === true}
          onClick={() => {
            props.onClose();
            item.onChoose();
          }}
        >
          <span>{item.text}</span>
          {item.note !== undefined && <small>{item.note}</small>}
        </button>
      ))}
    </div>
  );
}

export function Menu(props: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const items = (): HTMLElement[] => [
    ...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
  ];
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>("button")?.focus();
  };

  useLayoutEffect(() => {
    if (!isOpen || root.current === null) return undefined;
    place(root.current, props.align ?? "left");
    (items().find((item) => item.getAttribute("aria-current") === "true") ?? items()[0])?.focus();
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [isOpen, props.align]);

  const press = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    event.stopPropagation();
    const list = items();
    const at = list.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const next = to[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (next !== undefined) {
      event.preventDefault();
      list.at(next % list.length)?.focus();
    }
  };

  return (
    <span class="menu" ref={root}>
      <button
        class={props.class}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={props.label}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={press}
      >
        {props.children}
      </button>
      {isOpen && <List label={props.label} items={props.items} onKeyDown={press} onClose={close} />}
    </span>
  );
}
