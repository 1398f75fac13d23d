/** Smaller views that the server offers where the whole picture is too large. */
import { batch, computed } from "@preact/signals";
import { count } from "../format";
import type { ViewChange } from "../problem";
import { doc } from "./document";
import { find, name } from "./naming";
import { around, collapsed, refusal } from "./picture";

export interface Offer {
  readonly text: string;
  readonly choose: () => void;
}

interface RawView {
  readonly collapsed?: readonly string[];
  readonly around?: { readonly node: string; readonly hops: number } | null;
}

function describe(change: ViewChange): Offer {
  const offered = change as { readonly view?: RawView; readonly nodes?: number } & RawView;
  const view = offered.view ?? offered;
  const size = offered.nodes === undefined ? "" : `, ${count(offered.nodes)} nodes`;
  const centre = view.around ?? null;
  const groups = view.collapsed ?? [];
  const level = groups.some((path) => /neuron\d+$/.test(path)) ? "neuron" : "group";
  const middle = find(doc.value, centre?.node ?? null);
  const text =
    centre === null
      ? `Show by ${level}${size}`
      : `Show around ${middle === null ? centre.node : name(middle)}${size}`;
  const choose = (): void =>
    batch(() => {
      collapsed.value = groups;
      around.value = centre;
    });
  return { text, choose };
}

export const offers = computed<readonly Offer[]>(() => (refusal.value?.views ?? []).map(describe));
