/** What of the graph is drawn, and how: direction, look, groups, a neighbourhood, repeats as one box. */
import { batch, computed, signal } from "@preact/signals";
import { bare, groupsOf, type Level, levelsOf } from "../compute/levels";
import { limit } from "../wire/boot";
import type { View } from "../wire/calls";
import { type Direction, type Look, size } from "../wire/types";
import { assign } from "./assign";
import type { DocumentState } from "./document";
import type { PageScreen } from "./screen";

/** Values that are taken in at a glance as they are. */
const GLANCE = 40;

interface Needs {
  readonly document: DocumentState;
  readonly screen: PageScreen;
  /** The page has use for a drawing in which what is repeated is one box. */
  readonly mayFold: boolean;
}

export function createView({ document: { doc }, screen, mayFold }: Needs) {
  const turned = signal<Direction | null>(null);
  const look = signal<Look>("merged");
  const collapsed = signal<readonly string[]>([]);
  const around = signal<View["around"]>(null);
  /** Whether what is repeated is drawn as one box; null where that is done as soon as nothing else fits. */
  const folding = signal<boolean | null>(null);
  /** The structure that was refused in full for its edges, not its values. */
  const unfit = signal<string | null>(null);

  const tooMany = computed(() => {
    const shown = doc.value;
    if (shown === null) return false;
    return (
      size(shown) > limit("drawn_nodes") || (shown.structure !== null && shown.structure === unfit.value)
    );
  });
  const folded = computed(
    () =>
      folding.value ?? (mayFold && tooMany.value && collapsed.value.length === 0 && around.value === null),
  );
  /** Left to right, on a phone and where it is folded top to bottom, until somebody says otherwise. */
  const direction = computed<Direction>(
    () => turned.value ?? (screen.isPhone.value || folded.value ? "TB" : "LR"),
  );
  const view = computed<View>(() => ({
    direction: direction.value,
    look: look.value,
    collapsed: collapsed.value,
    folded: folded.value,
    around: around.value,
  }));
  /** Groups by level, finest first; where repeats are folded, the calls of a network are one. */
  const levels = computed<readonly Level[]>(() => {
    const paths = groupsOf(doc.value);
    return levelsOf(folded.value ? paths.map(bare) : paths);
  });

  function set(folds: boolean | null, groups: readonly string[] = [], centre: View["around"] = null): void {
    batch(() => {
      folding.value = folds;
      collapsed.value = groups;
      around.value = centre;
    });
  }

  /** Collapse the next coarser level of groups; after the coarsest, everything again. */
  function collapse(): void {
    const now = JSON.stringify([...collapsed.value].sort());
    const at = levels.value.findIndex((paths) => JSON.stringify(paths) === now);
    // The first level of a fold is none, where it is chosen by what is taken in at a glance.
    set(folded.value ? true : folding.value, levels.value[at + 1] ?? []);
  }

  return {
    turned,
    look,
    collapsed,
    around,
    folding,
    unfit,
    folded,
    direction,
    view,
    levels,
    isWhole: computed(() => collapsed.value.length === 0 && around.value === null && !folded.value),
    /** Whether there is enough of the graph that folding it could show more at a glance. */
    canFold: computed(() => doc.value !== null && size(doc.value) > GLANCE),
    /** The graph may be drawn with its repeats as one box, as nobody has said otherwise. */
    mayFoldYet: (): boolean => mayFold && folding.peek() === null,
    /** Choose what is drawn: folded or not, these groups collapsed, this neighbourhood. */
    set,
    collapse,
    /** Draw what is repeated as one box, or not. */
    fold: (): void => set(!folded.value),
    turn: (to: Direction): void => assign(turned, to),
    turnRound: (): void => assign(turned, direction.value === "LR" ? "TB" : "LR"),
    switchLook: (): void => assign(look, look.value === "merged" ? "classic" : "merged"),
    /** Everything again: no group collapsed, nothing folded, no neighbourhood. */
    showWhole: (): void => set(tooMany.value ? false : null),
    /** As a program is drawn at first. */
    reset: (): void => set(null),
    /** Whether somebody chose what of this structure is drawn. */
    isChosen: (): boolean => collapsed.peek().length > 0 || around.peek() !== null || folding.peek() !== null,
  };
}

export type ViewState = ReturnType<typeof createView>;
