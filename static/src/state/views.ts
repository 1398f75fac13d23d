/** Smaller views that the server offers where the whole picture is too large. */
import { batch, computed } from "@preact/signals";
import { counted } from "../format";
import type { ViewChange } from "../problem";
import { doc } from "./document";
import { find, name } from "./naming";
import { around, collapsed, refusal } from "./picture";

export interface Offer {
  readonly text: string;
  readonly choose: () => void;
}

interface Offered {
  readonly collapsed?: readonly string[];
  readonly around?: { readonly node: string; readonly hops: number } | null;
}

/** "neuron" where the last parts of all paths are neuron0, neuron1 and so on. */
function level(paths: readonly string[]): string {
  const kinds = new Set(paths.map((path) => (path.split("/").at(-1) ?? "").replace(/\d+$/, "")));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined && paths.every((path) => path.includes("/")) ? kind : "group";
}

function describe(change: ViewChange): Offer {
  const { collapsed: groups = [], around: centre = null } = change as Offered;
  const middle = find(doc.value, centre?.node ?? null);
  const text =
    centre === null
      ? `Show by ${level(groups)}, ${counted(groups.length, "group")}`
      : `Show around ${middle === null ? centre.node : name(middle)}, ${counted(centre.hops, "hop")}`;
  const choose = (): void =>
    batch(() => {
      collapsed.value = groups;
      around.value = centre;
    });
  return { text, choose };
}

export const offers = computed<readonly Offer[]>(() => (refusal.value?.views ?? []).map(describe));
