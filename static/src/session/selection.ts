/** Which value is looked at. */
import { computed, signal } from "@preact/signals";
import { find, fullName, name } from "../compute/naming";
import type { GraphDocument, GraphNode } from "../wire/types";
import type { DocumentState } from "./document";
import type { Lifetime } from "./lifetime";
import type { Playback } from "./playback";

const namesake = (shown: GraphDocument, old: GraphNode): GraphNode | null =>
  shown.nodes.find((node) => old.label !== "" && fullName(node) === fullName(old)) ?? null;

/** The ids of the values whose name contains what was typed; whole names first. */
export function matches(shown: GraphDocument | null, query: string): string[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  const nodes = shown?.nodes ?? [];
  const full = nodes.filter(
    (node) => node.op !== "constant" && [name(node), node.id].some((text) => text.toLowerCase() === wanted),
  );
  const part = nodes.filter(
    (node) => !full.includes(node) && (node.name ?? node.label).toLowerCase().includes(wanted),
  );
  return [...full, ...part].map((node) => node.id);
}

interface Needs {
  readonly life: Lifetime;
  readonly document: DocumentState;
  readonly playback: Playback;
}

export function createSelection({ life, document: { doc }, playback: { active } }: Needs) {
  /** The id of the selected node; the output while nobody has chosen one. */
  const chosen = signal<string | null>(null);
  const selected = computed(
    () => find(doc.value, chosen.value) ?? find(doc.value, doc.value?.output ?? null),
  );
  /** The inspector goes along with the backward steps; choosing a value while stepping unties it. */
  const follows = signal(true);

  function select(id: string | null): void {
    chosen.value = id;
    if (active.peek() !== null) follows.value = false;
  }

  /** Let the inspector go along with the steps, or stay with what it shows now. */
  function follow(isOn: boolean): void {
    if (!isOn && follows.peek() && active.peek() !== null) chosen.value = active.peek();
    follows.value = isOn;
  }

  // An id is a position: after an edit the value that was looked at is found again by its name, or let go of.
  let last: GraphDocument | null = null;
  life.effect(() => {
    const before = last;
    const shown = doc.value;
    last = shown;
    if (before === null || shown === null || before.structure === shown.structure) return;
    const old = find(before, chosen.peek());
    if (before.nodes.length === 0) chosen.value = null;
    if (old !== null) chosen.value = namesake(shown, old)?.id ?? null;
  });

  return {
    chosen,
    selected,
    follows,
    follow,
    select,
    isChosen: computed(() => find(doc.value, chosen.value) !== null),
    /** What the inspector looks at. */
    inspected: computed(() => (follows.value ? find(doc.value, active.value) : null) ?? selected.value),
  };
}

export type Selection = ReturnType<typeof createSelection>;
