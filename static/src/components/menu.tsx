/**
 * A button that opens a list of things to choose from. Arrows and letters walk it, Escape closes it. An item that
 * holds others shows them in the place of the list; Escape, or the arrow to the left, comes back from there.
 */

import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type MenuGroup, type MenuItem, MenuList } from "./menu-list";
import { type Align, itemsOf, place, walked } from "./menu-walk";

type Root = RefObject<HTMLElement | null>;

interface Props {
  readonly label: string;
  readonly class: string;
  readonly align?: Align;
  readonly items?: readonly MenuItem[];
  /** Titled parts with a line between them, in place of `items`. */
  readonly groups?: readonly MenuGroup[];
  readonly children: ComponentChildren;
}

/** The open list is under its button, an item in it has the focus, and a press anywhere else shuts it. */
function useList(root: Root, isOpen: boolean, inside: string | null, align: Align) {
  useLayoutEffect(() => {
    if (!isOpen || root.current === null) return;
    place(root.current, align);
    const items = itemsOf(root.current);
    (items.find((item) => item.getAttribute("aria-current") === "true") ?? items[0])?.focus();
  }, [root, isOpen, inside, align]);
}

function useOutside(root: Root, isOpen: boolean, shut: () => void): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) shut();
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [root, isOpen]);
}

/** Whether the list is open, which item's own items it shows, and what opens and closes it. */
function useOpening(root: Root) {
  const [isOpen, setOpen] = useState(false);
  const [inside, setInside] = useState<string | null>(null);
  const shut = (): void => {
    setOpen(false);
    setInside(null);
  };
  const close = (): void => {
    shut();
    root.current?.querySelector<HTMLElement>("button")?.focus();
  };
  const choose = (item: MenuItem): void => {
    if (item.items !== undefined) {
      setInside(item.key);
      return;
    }
    close();
    item.onChoose?.();
  };
  const back = (): void => setInside(null);
  return { isOpen, inside, open: () => setOpen(true), shut, close, choose, back };
}

type Opening = ReturnType<typeof useOpening>;

/** What the keys do, on the button and in the list; none of them does anything else meanwhile. */
function keysOf(root: Root, at: Opening, isNested: boolean): (event: KeyboardEvent) => void {
  return (event) => {
    const { key } = event;
    const isOpening = !at.isOpen && (key === "ArrowDown" || key === "ArrowUp");
    if (!at.isOpen && !isOpening) return;
    event.stopPropagation();
    const next = at.isOpen ? walked(itemsOf(root.current), event) : undefined;
    if (isOpening) at.open();
    else if (isNested && (key === "Escape" || key === "ArrowLeft")) at.back();
    else if (key === "Escape") at.close();
    else if (key === "Tab") at.shut();
    else if (key === "ArrowRight") document.activeElement?.closest<HTMLElement>(".has-more")?.click();
    else if (next !== undefined) next.focus();
    if (isOpening || next !== undefined) event.preventDefault();
  };
}

export function Menu(props: Props): JSX.Element {
  const root = useRef<HTMLSpanElement>(null);
  const at = useOpening(root);
  const groups = props.groups ?? [{ title: "", items: props.items ?? [] }];
  const held = groups.flatMap(({ items }) => items).find(({ key }) => key === at.inside);
  useList(root, at.isOpen, at.inside, props.align ?? "left");
  useOutside(root, at.isOpen, at.shut);
  const press = keysOf(root, at, held !== undefined);
  return (
    <span class="menu" ref={root}>
      <button
        class={props.class}
        type="button"
        aria-haspopup="menu"
        aria-expanded={at.isOpen}
        aria-label={props.label}
        onClick={at.isOpen ? at.shut : at.open}
        onKeyDown={press}
      >
        {props.children}
      </button>
      {at.isOpen && (
        <MenuList
          label={held?.text ?? props.label}
          groups={held === undefined ? groups : [{ title: held.text, items: held.items ?? [] }]}
          onKeyDown={press}
          onChoose={at.choose}
          onBack={held === undefined ? null : at.back}
        />
      )}
    </span>
  );
}
