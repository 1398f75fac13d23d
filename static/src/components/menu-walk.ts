/** Where the list of a menu is put, and the item that a key goes to. */

export type Align = "left" | "right" | "middle";

const GAP = 4;
const BORDER = 8;

/** Put the list under its button and inside the window, whatever of its ancestors it is placed from. */
export function place(root: HTMLElement, align: Align): void {
  const button = root.firstElementChild?.getBoundingClientRect();
  const list = root.querySelector<HTMLElement>("[role=menu]");
  if (button === undefined || list === null) return;
  const start = {
    left: button.left,
    right: button.right - list.offsetWidth,
    middle: (button.left + button.right - list.offsetWidth) / 2,
  };
  const furthest = innerWidth - list.offsetWidth - BORDER;
  const left = Math.max(BORDER, Math.min(furthest, start[align]));
  const top = Math.max(BORDER, Math.min(button.bottom + GAP, innerHeight - list.offsetHeight - BORDER));
  Object.assign(list.style, { left: "0", top: "0" });
  const origin = list.getBoundingClientRect();
  Object.assign(list.style, { left: `${left - origin.left}px`, top: `${top - origin.top}px` });
}

/** The items that are shown: at some widths an item is a button of its own, and not in the menu. */
export const itemsOf = (root: HTMLElement | null): HTMLElement[] =>
  [...(root?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])].filter(
    (item) => item.getClientRects().length > 0,
  );

/** The item that an arrow, or the first letter of its text, goes to from the one with the focus. */
export function walked(items: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const { key } = event;
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const next = to[key];
  if (next !== undefined) return items.at(next % items.length);
  if (key.length !== 1 || key === " " || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return turned.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
