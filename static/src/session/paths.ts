/** Every path from the inspected node to the output, and the one that is lit in the drawing. */
import { computed, effect, signal } from "@preact/signals";
import * as api from "../api";
import type { GraphDocument } from "../document";
import { Problem } from "../problem";
import type { Path, Paths } from "../wire/paths";
import { doc } from "./document";
import { isPassing } from "./idle";
import { DROPPED, Lane } from "./latest";
import { inspectorOpen, isPhone, tab } from "./screen";
import { inspected } from "./selection";
import { shownProgram } from "./showing";

const REST = 80;
const PATIENCE = 200;
const LISTED = 20;

interface Ask {
  readonly doc: GraphDocument;
  readonly node: string;
}

const answer = signal<{ readonly ask: Ask; readonly paths: Paths } | null>(null);

const ask = computed<Ask | null>(() => {
  const shown = doc.value;
  const node = inspected.value;
  const isInSight = isPhone.value ? tab.value === "inspect" : inspectorOpen.value;
  if (shown === null || node === null || node.op === "constant" || isPassing.value || !isInSight) return null;
  return { doc: shown, node: node.id };
});

/** The paths of the inspected node; null while they are not known. */
export const paths = computed<Paths | null>(() => {
  const found = answer.value;
  const shown = doc.value;
  const node = inspected.value?.id;
  return found !== null && found.ask.doc === shown && found.ask.node === node ? found.paths : null;
});

const pointed = signal<Path | null>(null);
const kept = signal<Path | null>(null);

/** The path that is pointed at, else the one that was kept lit. */
export const lit = computed<Path | null>(() => {
  const path = pointed.value ?? kept.value;
  return path !== null && paths.value?.paths.includes(path) === true ? path : null;
});
export const isKept = (path: Path): boolean => kept.value === path;

export function point(path: Path | null): void {
  pointed.value = path;
}

/** Keep a path lit when nothing points at it any more, or let go of it. */
export function keep(path: Path): void {
  kept.value = kept.peek() === path ? null : path;
}

/** The path's edges as target-slot, as the drawing names them. */
export const edgesOf = (path: Path): string[] =>
  path.slots.map((slot, index) => `${path.nodes[index + 1]}-${slot}`);

const lane = new Lane(PATIENCE);

async function look(wanted: Ask): Promise<void> {
  try {
    const found = await lane.run((aborted) =>
      api.paths(shownProgram(), { node: wanted.node, limit: LISTED }, aborted),
    );
    if (found !== DROPPED) answer.value = { ask: wanted, paths: found };
  } catch (error) {
    // Paths are a courtesy too: what is wrong with the program is said where it is shown.
    if (error instanceof Problem) answer.value = null;
  }
}

effect(() => {
  const wanted = ask.value;
  // Steps that go away from a node and come back to it find its paths still here.
  if (wanted === null || paths.peek() !== null) return undefined;
  const timer = setTimeout(() => void look(wanted), REST);
  return () => clearTimeout(timer);
});
