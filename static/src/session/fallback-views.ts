/** Smaller views that the server offers where the whole picture is too large. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { called } from "../compute/naming";
import { counted } from "../format";
import type { ViewChange } from "../wire/problem";
import type { GraphDocument } from "../wire/types";
import type { DocumentState } from "./document";
import type { PictureState } from "./picture";
import type { ViewState } from "./view";

export interface FallbackView {
  readonly text: string;
  readonly choose: () => void;
}

/** "network" for the outermost; "neuron" where the last parts of all paths are neuron0, neuron1 and so on. */
function level(paths: readonly string[]): string {
  if (!paths.some((path) => path.includes("/"))) return "network";
  const kinds = new Set(paths.map((path) => (path.split("/").at(-1) ?? "").replace(/\d+$/, "")));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined && paths.every((path) => path.includes("/")) ? kind : "group";
}

function describe(change: ViewChange, shown: GraphDocument | null): string {
  const { collapsed = [], around = null } = change;
  if (around !== null) return `Show around ${called(shown, around.node)}, ${counted(around.hops, "hop")}`;
  if (collapsed.length === 0) return "Show the program's calls";
  return `Show by ${level(collapsed)}, ${counted(collapsed.length, "group")}`;
}

export function createFallbackViews(
  { doc }: DocumentState,
  { refusal }: PictureState,
  view: ViewState,
): ReadonlySignal<readonly FallbackView[]> {
  const fallback = (change: ViewChange): FallbackView => ({
    text: describe(change, doc.value),
    choose: () => view.set({ collapsed: change.collapsed ?? [], around: change.around ?? null }),
  });
  return computed(() => (refusal.value?.views ?? []).map(fallback));
}
