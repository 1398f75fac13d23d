/**
 * The drawing: asked for when the structure or the view changes and at no other time. Numbers never pass
 * through here; they are written into the drawing that is already there.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { render, type View } from "../api";
import { bare, groupsOf, type Level, levelsOf } from "../compute/levels";
import { size } from "../document";
import { Offline, Problem } from "../problem";
import { boot } from "./boot";
import { isAway, isBack } from "./connection";
import { doc } from "./document";
import { DROPPED, Lane } from "./latest";
import { withNumbers } from "./program";
import { isPhone } from "./screen";

export interface Picture {
  readonly svg: string;
  readonly structure: string;
  readonly key: string;
}

const LATE = 300;
/** Values that are taken in at a glance as they are. */
const GLANCE = 40;

export const picture = signal<Picture | null>(null);
/** Why there is no drawing of this structure, if there is none. */
export const refusal = signal<Problem | null>(null);
/** A drawing has been on its way for so long that the page should say so. */
export const isLate = signal(false);
export const isDrawing = signal(false);

export const turned = signal<"LR" | "TB" | null>(null);
export const look = signal<"merged" | "classic">("merged");
export const collapsed = signal<readonly string[]>([]);
export const around = signal<{ readonly node: string; readonly hops: number } | null>(null);

/** Whether what is repeated is drawn as one box; null where that is done as soon as nothing else fits. */
export const folding = signal<boolean | null>(null);
/** A page that has use for a folded drawing says so. */
export const mayFold = signal(false);
/** The structure that was refused in full for its edges, not its values. */
const unfit = signal<string | null>(null);

const tooMany = computed(() => {
  const { drawn_nodes: most } = boot.value.limits;
  const shown = doc.value;
  return (
    shown !== null &&
    (size(shown) > (most?.value ?? Number.POSITIVE_INFINITY) ||
      (shown.structure !== null && shown.structure === unfit.value))
  );
});
export const folded = computed(
  () =>
    folding.value ??
    (mayFold.value && tooMany.value && collapsed.value.length === 0 && around.value === null),
);

/** Left to right, on a phone and where it is folded top to bottom, until somebody says otherwise. */
export const direction = computed<"LR" | "TB">(
  () => turned.value ?? (isPhone.value || folded.value ? "TB" : "LR"),
);
export const view = computed<View>(() => ({
  direction: direction.value,
  look: look.value,
  collapsed: collapsed.value,
  folded: folded.value,
  around: around.value,
}));
export const isWhole = computed(() => collapsed.value.length === 0 && around.value === null && !folded.value);

/** Groups by level, finest first; where repeats are folded, the calls of a network are one. */
export const levels = computed<readonly Level[]>(() => {
  const paths = groupsOf(doc.value);
  return levelsOf(folded.value ? paths.map(bare) : paths);
});
/** Whether there is enough of the graph that folding it could show more at a glance. */
export const canFold = computed(() => doc.value !== null && size(doc.value) > GLANCE);

/** Draw what is repeated as one box, or not. */
export function fold(): void {
  batch(() => {
    folding.value = !folded.value;
    collapsed.value = [];
    around.value = null;
  });
}

/** Collapse the next coarser level of groups; after the coarsest, everything again. */
export function collapse(): void {
  const now = JSON.stringify([...collapsed.value].sort());
  const at = levels.value.findIndex((paths) => JSON.stringify(paths) === now);
  batch(() => {
    // The first level of a fold is none, where it is chosen by what is taken in at a glance.
    folding.value = folded.value ? true : folding.value;
    collapsed.value = levels.value[at + 1] ?? [];
    around.value = null;
  });
}

export function turn(to: "LR" | "TB"): void {
  turned.value = to;
}

/** Everything again: no group collapsed, nothing folded, no neighbourhood. */
export function showWhole(): void {
  batch(() => {
    folding.value = tooMany.value ? false : null;
    collapsed.value = [];
    around.value = null;
  });
}

/** As a program is drawn at first. */
function reset(): void {
  batch(() => {
    folding.value = null;
    collapsed.value = [];
    around.value = null;
  });
}

/** Whether somebody chose what of this structure is drawn. */
const isViewed = (): boolean =>
  collapsed.peek().length > 0 || around.peek() !== null || folding.peek() !== null;

const lane = new Lane(0);
/** The structure and view that were drawn or refused last: neither is asked for a second time. */
let answered: string | null = null;

const wanted = computed(() => {
  const shown = doc.value;
  if (shown === null || shown.structure === null) return null;
  return {
    source: shown.source,
    structure: shown.structure,
    key: JSON.stringify([shown.structure, view.value]),
  };
});

async function draw(): Promise<void> {
  const target = wanted.peek();
  if (target === null) return;
  if (target.key === answered) {
    lane.clear();
    return;
  }
  isDrawing.value = true;
  const late = setTimeout(() => {
    isLate.value = true;
  }, LATE);
  try {
    const svg = await lane.run((signal) => render(withNumbers(target.source), view.peek(), signal));
    if (svg === DROPPED) return;
    isBack();
    answered = target.key;
    batch(() => {
      refusal.value = null;
      picture.value = { svg, structure: target.structure, key: target.key };
    });
  } catch (error) {
    if (error instanceof Offline) isAway(redraw);
    else if (error instanceof Problem) {
      answered = target.key;
      if (mayFold.peek() && isWhole.peek() && folding.peek() === null && isTooLarge(error))
        unfit.value = target.structure;
      else refuse(error);
    } else throw error;
  } finally {
    clearTimeout(late);
    if (!lane.busy) {
      isLate.value = false;
      isDrawing.value = false;
    }
  }
}

/** Too much for one picture, and there is a folded one that would fit. */
const isTooLarge = (problem: Problem): boolean =>
  problem.code === "picture-too-large" &&
  problem.views.some((offered) => (offered as { readonly folded?: boolean }).folded === true);

function refuse(problem: Problem): void {
  batch(() => {
    refusal.value = problem;
    picture.value = null;
  });
}

/** Ask again for what was refused or did not arrive. */
export function redraw(): void {
  answered = null;
  void draw();
}

/** A view that comes with the document of its own structure, in one batch with it. */
export function open(
  of: string | null,
  groups: readonly string[],
  centre: View["around"],
  folds: boolean | null,
): void {
  structure = of;
  folding.value = folds;
  collapsed.value = groups;
  around.value = centre;
}

let structure: string | null = null;
effect(() => {
  const target = wanted.value;
  if (target === null) {
    lane.clear();
    structure = null;
    answered = null;
    picture.value = null;
    refusal.value = null;
    reset();
    return;
  }
  // A view of groups or of a neighbourhood belongs to the structure it was chosen for.
  if (structure !== null && structure !== target.structure && isViewed()) {
    structure = target.structure;
    reset();
    return;
  }
  structure = target.structure;
  void draw();
});
