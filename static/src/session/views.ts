/** Smaller views that the server offers where the whole picture is too large. */
import { batch, computed } from "@preact/signals";
import { counted } from "../format";
import type { ViewChange } from "../problem";
import { doc } from "./document";
import { called } from "./naming";
import { around, collapsed, folding, refusal } from "./picture";

export interface Offer {
  readonly text: string;
  readonly choose: () => void;
}

interface Offered {
  readonly collapsed?: readonly string[];
  readonly folded?: boolean;
  readonly around?: { readonly node: string; readonly hops: number } | null;
}

/** "network" for the outermost; "neuron" where the last parts of all paths are neuron0, neuron1 and so on. */
function level(paths: readonly string[]): string {
  if (!paths.some((path) => path.includes("/"))) return "network";
  const kinds = new Set(paths.map((path) => (path.split("/").at(-1) ?? "").replace(/\d+$/, "")));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined && paths.every((path) => path.includes("/")) ? kind : "group";
}

function describe(change: ViewChange): Offer {
  const { collapsed: groups = [], around: centre = null } = change as Offered;
  const isFolded = (change as Offered).folded === true;
  const text =
    centre !== null
      ? `Show around ${called(doc.value, centre.node)}, ${counted(centre.hops, "hop")}`
      : groups.length === 0
        ? "Fold what is repeated"
        : `${isFolded ? "Fold" : "Show"} by ${level(groups)}, ${counted(groups.length, "group")}`;
  const choose = (): void =>
    batch(() => {
      collapsed.value = groups;
      around.value = centre;
      folding.value = isFolded;
    });
  return { text, choose };
}

export const offers = computed<readonly Offer[]>(() => (refusal.value?.views ?? []).map(describe));
