/** What the links of a page take along: its program as other pages open it, packed into an address. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { type Kept, pack } from "../session/link";

export interface Carried {
  /** For the address of a link. */
  readonly fragment: string;
  /** The same at this very moment, for a link that is followed. */
  readonly now: () => Promise<string>;
}

/** Milliseconds without a change before an address follows: packing takes as long as a drawing of small graphs. */
const REST = 120;

const packed = async (state: Kept | null): Promise<string> =>
  state === null || state.source === "" ? "" : pack(state);

export function useCarried(kept: ReadonlySignal<Kept | null>): Carried {
  const fragment = useSignal("");
  useSignalEffect(() => {
    const state = kept.value;
    const write = (): void => {
      void packed(state).then((text) => {
        if (state === kept.peek()) fragment.value = text;
      });
    };
    if (fragment.peek() === "") {
      write();
      return;
    }
    const timer = setTimeout(write, REST);
    return () => clearTimeout(timer);
  });
  return { fragment: fragment.value, now: () => packed(kept.peek()) };
}

/** Where a page without a program finds the one that its reader came with; of this tab alone. */
const PLACE = "carried";

/** Leave a program for a page that has none of its own and whose address has no room for one. */
export function leave(fragment: string): void {
  try {
    sessionStorage.setItem(PLACE, fragment);
  } catch {
    // A window that keeps nothing opens the other pages with their first program.
  }
}

/** The program that was left, for the links of such a page. */
export function left(): Carried {
  let fragment = "";
  try {
    fragment = sessionStorage.getItem(PLACE) ?? "";
  } catch {
    // As above.
  }
  return { fragment, now: () => Promise.resolve(fragment) };
}
