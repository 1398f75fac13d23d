/**
 * The drawing: asked for when the structure or the view changes and at no other time. Numbers never pass
 * through here; they are written into the drawing that is already there.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { render, type View } from "../api";
import { DROPPED, Lane } from "../lane";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "./connection";
import { doc } from "./document";
import { withNumbers } from "./program";
import { isPhone } from "./screen";

export interface Picture {
  readonly svg: string;
  readonly structure: string;
  readonly key: string;
}

const LATE = 300;

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

/** Left to right, on a phone top to bottom, until somebody says otherwise. */
export const direction = computed<"LR" | "TB">(() => turned.value ?? (isPhone.value ? "TB" : "LR"));
export const view = computed<View>(() => ({
  direction: direction.value,
  look: look.value,
  collapsed: collapsed.value,
  around: around.value,
}));
export const isWhole = computed(() => collapsed.value.length === 0 && around.value === null);

/** Groups by level, finest first: those that hold values, then their parents, up to the outermost. */
export const levels = computed<readonly (readonly string[])[]>(() => {
  const found: string[][] = [];
  let paths = [...new Set((doc.value?.nodes ?? []).map((node) => node.group))].filter((path) => path !== "");
  while (paths.length > 0) {
    found.push(paths.sort());
    const parents = [...new Set(paths.map((path) => path.replace(/\/[^/]*$/, "")))];
    if (parents.length === paths.length && parents.every((path) => paths.includes(path))) break;
    paths = parents;
  }
  return found;
});

/** Collapse the next coarser level of groups; after the coarsest, everything again. */
export function collapse(): void {
  const now = JSON.stringify([...collapsed.value].sort());
  const at = levels.value.findIndex((paths) => JSON.stringify(paths) === now);
  batch(() => {
    collapsed.value = levels.value[at + 1] ?? [];
    around.value = null;
  });
}

export function turn(to: "LR" | "TB"): void {
  turned.value = to;
}

/** Everything again: no group collapsed, no neighbourhood. */
export function showWhole(): void {
  batch(() => {
    collapsed.value = [];
    around.value = null;
  });
}

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
      refuse(error);
    } else throw error;
  } finally {
    clearTimeout(late);
    if (!lane.busy) {
      isLate.value = false;
      isDrawing.value = false;
    }
  }
}

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
export function open(of: string | null, groups: readonly string[], centre: View["around"]): void {
  structure = of;
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
    showWhole();
    return;
  }
  // A view of groups or of a neighbourhood belongs to the structure it was chosen for.
  if (structure !== null && structure !== target.structure && !isWhole.peek()) {
    structure = target.structure;
    showWhole();
    return;
  }
  structure = target.structure;
  void draw();
});
