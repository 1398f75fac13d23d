/** Every path from the inspected node to the output, and the one that is lit in the drawing. */
import { computed, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { canExplain, pathsOf } from "../compute/explained";
import * as api from "../wire/calls";
import type { GraphDocument, Path, Paths } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Has } from "./parts";

const REST = 80;
const PATIENCE = 200;
const LISTED = 20;

interface Wanted {
  readonly doc: GraphDocument;
  readonly node: string;
}

interface Needs extends Has<"life" | "connection" | "document" | "selection" | "changes"> {
  readonly isPassing: ReadonlySignal<boolean>;
  /** The inspector is on screen. */
  readonly isInspectorShown: ReadonlySignal<boolean>;
}

/** The path's edges as target-slot, as the drawing names them. */
export const edgesOf = (path: Path): string[] =>
  path.slots.map((slot, index) => `${path.nodes[index + 1]}-${slot}`);

export function createPaths(needs: Needs) {
  const { life, connection, document, selection, changes, isPassing, isInspectorShown } = needs;
  const answer = signal<{ readonly of: Wanted; readonly paths: Paths } | null>(null);
  const pointed = signal<Path | null>(null);
  const kept = signal<Path | null>(null);
  const ask = createAsk(life, connection, PATIENCE);
  const timer = life.timer();

  const wanted = computed<Wanted | null>(() => {
    const shown = document.doc.value;
    const node = selection.inspected.value;
    if (shown === null || node === null || node.op === "constant") return null;
    return isPassing.value || !isInspectorShown.value ? null : { doc: shown, node: node.id };
  });
  /** The paths of the inspected node; null while they are not known. */
  const paths = computed<Paths | null>(() => {
    const found = answer.value;
    const node = selection.inspected.value?.id;
    return found !== null && found.of.doc === document.doc.value && found.of.node === node
      ? found.paths
      : null;
  });

  function look(of: Wanted): void {
    const sent = changes.shownProgram();
    const own = pathsOf({ ...of, numbers: sent.values }, LISTED);
    if (own !== null) {
      answer.value = { of, paths: own };
      return;
    }
    void ask((signal) => api.paths(sent, { node: of.node, limit: LISTED }, signal), {
      use: (found) => assign(answer, { of, paths: found }),
      // Paths are a courtesy: what is wrong with the program is said where it is shown.
      refused: () => assign(answer, null),
    });
  }

  life.effect(() => {
    const of = wanted.value;
    timer.stop();
    // Steps that go away from a node and come back to it find its paths still here.
    const isInstant = of !== null && canExplain(of.doc);
    if (of === null || paths.peek() !== null || (changes.isDragging.value && !isInstant)) return;
    if (isInstant) untracked(() => look(of));
    else timer.start(REST, () => look(of));
  });

  return {
    paths,
    /** The path that is pointed at, else the one that was kept lit. */
    lit: computed<Path | null>(() => {
      const path = pointed.value ?? kept.value;
      return path !== null && paths.value?.paths.includes(path) === true ? path : null;
    }),
    isKept: (path: Path): boolean => kept.value === path,
    point: (path: Path | null): void => assign(pointed, path),
    /** Keep a path lit when nothing points at it any more, or let go of it. */
    keep: (path: Path): void => assign(kept, kept.peek() === path ? null : path),
  };
}
