/** Which value is looked at. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { find, fullName } from "../compute/naming";
import type { Boxes } from "../drawing/boxes";
import type { GraphDocument, GraphNode } from "../wire/types";
import type { DocumentState } from "./document";
import type { Lifetime } from "./lifetime";
import type { Playback } from "./playback";

const namesake = (shown: GraphDocument, old: GraphNode): GraphNode | null =>
  shown.nodes.find((node) => old.label !== "" && fullName(node) === fullName(old)) ?? null;

interface Needs {
  readonly life: Lifetime;
  readonly document: DocumentState;
  readonly playback: Playback;
  readonly boxes: ReadonlySignal<Boxes | null>;
}

export function createSelection({ life, document: { doc }, playback: { active, activeBox }, boxes }: Needs) {
  /** The id of the selected node; the output while nobody has chosen one. */
  const chosen = signal<string | null>(null);
  const selected = computed(
    () => find(doc.value, chosen.value) ?? find(doc.value, doc.value?.output ?? null),
  );
  /** The path of the box that is looked at; a value of it may be chosen besides. */
  const box = signal<string | null>(null);
  /** The inspector goes along with the backward steps; choosing a value while stepping unties it. */
  const follows = signal(true);

  /** Look at a value; `of` is the box that it is an element of. */
  function select(id: string | null, of: string | null = null): void {
    batch(() => {
      chosen.value = id;
      box.value = of;
    });
    if (active.peek() !== null || activeBox.peek() !== null) follows.value = false;
  }

  /** Let the inspector go along with the steps, or stay with what it shows now. */
  function follow(isOn: boolean): void {
    if (!isOn && follows.peek()) {
      if (active.peek() !== null) chosen.value = active.peek();
      const shown = boxes.peek()?.boxes.get(activeBox.peek() ?? "");
      if (shown !== undefined) box.value = shown.path;
    }
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
    box.value = null;
    if (before.nodes.length === 0) chosen.value = null;
    if (old !== null) chosen.value = namesake(shown, old)?.id ?? null;
  });

  return {
    chosen,
    box,
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
