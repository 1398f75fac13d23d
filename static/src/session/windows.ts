/**
 * Nodes of a graph that is too large to be sent whole: asked for as they come into sight, the inspected one with what
 * uses it. They are kept with the document, and followed by those of other numbers until these have come.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import * as api from "../wire/calls";
import { idOf, isId, position } from "../wire/ids";
import type { GraphDocument, Paths } from "../wire/types";
import { createAsk } from "./ask";
import type { Has } from "./parts";

/** Milliseconds for which something has to stay in sight. */
const REST = 60;
const PATIENCE = 200;
/** Nodes of one request. */
const MOST = 400;

interface Needs extends Has<"life" | "connection" | "document" | "selection" | "playback" | "changes"> {
  readonly isPassing: ReadonlySignal<boolean>;
  readonly isInspectorShown: ReadonlySignal<boolean>;
}

export function createWindows(needs: Needs) {
  const { life, connection, document, selection, playback, changes, isPassing, isInspectorShown } = needs;
  const { doc } = document;
  const [askNear, askRows] = [createAsk(life, connection, PATIENCE), createAsk(life, connection, PATIENCE)];
  const [near, rows] = [life.timer(), life.timer()];

  /** Ask for nodes of this document; an answer for an earlier one is of no use. */
  function fetch(ask: typeof askNear, of: GraphDocument, asked: Parameters<typeof api.someNodes>[2]): void {
    const { known, numbers = "fresh" } = of;
    void ask((signal) => api.someNodes(changes.shownProgram(), numbers, asked, signal), {
      use: (nodes) => known?.add(nodes),
      // A courtesy: what is wrong with the program is said where it is shown.
      refused: () => undefined,
    });
  }

  /** The node that the inspector looks at. */
  const wanted = computed<{ readonly of: GraphDocument; readonly id: string } | null>(() => {
    const shown = doc.value;
    if (shown?.known === undefined || isPassing.value || !isInspectorShown.value) return null;
    const active = selection.follows.value ? playback.active.value : null;
    const id = [active, selection.chosen.value, shown.output].find((each) => each !== null && isId(each));
    return id == null ? null : { of: shown, id };
  });
  life.effect(() => {
    const now = wanted.value;
    near.stop();
    if (now === null || now.of.known?.has(position(now.id), true) !== false) return;
    near.start(REST, () => fetch(askNear, now.of, { nodes: [now.id], near: true }));
  });

  // Names and rules of the same graph hold whatever its numbers.
  let before: GraphDocument | null = null;
  life.effect(() => {
    const shown = doc.value;
    const old = before;
    before = shown;
    if (shown?.known === undefined || old?.known === undefined || old === shown) return;
    if (old.known !== shown.known && old.structure === shown.structure) shown.known.follow(old.known);
  });

  /** Have these nodes come, as far as they are not here: what is in sight of a table, or on a path. */
  function want(positions: readonly number[]): void {
    const shown = doc.peek();
    rows.stop();
    if (shown?.known === undefined) return;
    const missing = positions.filter((at) => shown.known?.has(at) === false).slice(0, MOST);
    if (missing.length > 0) rows.start(REST, () => fetch(askRows, shown, { nodes: missing.map(idOf) }));
  }

  /** The nodes of paths that are listed. */
  const wantPaths = (found: Paths | null): void =>
    want([...new Set((found?.paths ?? []).flatMap((path) => path.nodes))].map(position));

  return { want, wantPaths };
}
