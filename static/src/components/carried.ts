/** What the links of a page take along: its program as other pages open it, packed into an address. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { type Kept, pack } from "../session/link";

export interface Carried {
  /** For the address of a link. */
  readonly fragment: string;
  /** The same at this very moment, for a link that is followed. */
  readonly now: () => Promise<string>;
}

const packed = async (state: Kept | null): Promise<string> =>
  state === null || state.source === "" ? "" : pack(state);

export function useCarried(kept: ReadonlySignal<Kept | null>): Carried {
  const fragment = useSignal("");
  useSignalEffect(() => {
    const state = kept.value;
    void packed(state).then((text) => {
      if (state === kept.peek()) fragment.value = text;
    });
  });
  return { fragment: fragment.value, now: () => packed(kept.peek()) };
}
