/**
 * Nudging the inspected node: by how much, what came of it, and whether the drawing shows it. What the
 * drawing shows then is not kept: it ends with the nudge, and when the numbers or the selection change.
 */
import { batch, computed, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { canExplain, nudgeOf } from "../compute/explained";
import * as api from "../wire/calls";
import { Problem } from "../wire/problem";
import { type GraphDocument, type Method, type Nudge, size } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Has } from "./parts";

export const SMALLEST = 1e-14;
export const LARGEST = 1;
/** Larger graphs are nudged without a curve, which takes some eighty passes. */
const CURVED = 2_000;
const REST = 80;
const PATIENCE = 200;

interface Wanted {
  readonly doc: GraphDocument;
  readonly node: string;
  readonly h: number;
  readonly method: Method;
}

export interface ShownNudge {
  readonly node: string;
  readonly h: number;
  readonly data: readonly number[];
  readonly changed: ReadonlySet<string>;
}

interface Needs
  extends Has<"life" | "connection" | "screen" | "document" | "playback" | "selection" | "changes"> {
  readonly isPassing: ReadonlySignal<boolean>;
  /** The inspector is on screen. */
  readonly isInspectorShown: ReadonlySignal<boolean>;
}

const isSame = (one: Wanted | null, other: Wanted | null): boolean =>
  one !== null && other !== null && one.doc === other.doc && one.node === other.node;

/** What is to be asked, and what of the answers belongs to it. */
function createAnswers({ document, selection, isPassing, isInspectorShown }: Needs) {
  const h = signal(0.001);
  const method = signal<Method>("forward");
  /** Somebody wants to see the nudge in the drawing. */
  const isRequested = signal(false);
  const answer = signal<{ readonly of: Wanted; readonly nudge: Nudge } | null>(null);
  const refusal = signal<{ readonly of: Wanted; readonly problem: Problem } | null>(null);
  const wanted = computed<Wanted | null>(() => {
    const shown = document.doc.value;
    const node = selection.inspected.value;
    if (shown === null || node === null || node.op === "constant") return null;
    if (isPassing.value || !(isInspectorShown.value || isRequested.value)) return null;
    return { doc: shown, node: node.id, h: h.value, method: method.value };
  });
  /** What came of the last nudge of the inspected node; its h may be one that was set before. */
  const nudge = computed<Nudge | null>(() => {
    const found = answer.value;
    return found !== null && isSame(found.of, wanted.value) && found.of.method === method.value
      ? found.nudge
      : null;
  });
  /** Why the node cannot be nudged by this h. */
  const trouble = computed<Problem | null>(() => {
    const found = refusal.value;
    return found !== null && isSame(found.of, wanted.value) && found.of.h === h.value ? found.problem : null;
  });
  return { h, method, isRequested, answer, refusal, wanted, nudge, trouble };
}

export function createNudge(needs: Needs) {
  const { life, connection, screen, document, playback, selection, changes } = needs;
  const answers = createAnswers(needs);
  const { h, method, isRequested, answer, refusal, wanted, nudge, trouble } = answers;
  const ask = createAsk(life, connection, PATIENCE);
  const timer = life.timer();

  function look(of: Wanted): void {
    const { node, h, method } = of;
    const options = {
      node,
      h,
      method,
      curve: size(of.doc) <= CURVED,
      frame: of.doc.nodes.length > 0 || isRequested.peek(),
    };
    const sent = changes.shownProgram();
    const own = nudgeOf({ doc: of.doc, node, numbers: sent.values }, options);
    if (own instanceof Problem) assign(refusal, { of, problem: own });
    else if (own !== null) assign(answer, { of, nudge: own });
    if (own !== null) return;
    // Without a connection there is nothing to show; what was shown before stays.
    void ask((signal) => api.nudge(sent, options, signal), {
      use: (found) => assign(answer, { of, nudge: found }),
      refused: (problem) => assign(refusal, { of, problem }),
    });
  }

  life.effect(() => {
    const of = wanted.value;
    timer.stop();
    const isInstant = of !== null && canExplain(of.doc);
    if (changes.isDragging.value && !isInstant) return;
    // Steps that go away from a node and come back to it find its numbers still here.
    const here = nudge.peek();
    if (of === null || (here?.h === of.h && (here.frame !== null || !isRequested.value))) return;
    if (isInstant) untracked(() => look(of));
    else timer.start(isRequested.peek() ? 0 : REST, () => look(of));
  });

  // Other numbers or another node end the nudge.
  let nudged: { readonly doc: GraphDocument | null; readonly node: string | null } | null = null;
  life.effect(() => {
    const now = { doc: document.doc.value, node: selection.inspected.value?.id ?? null };
    const isOther = nudged !== null && (nudged.doc !== now.doc || nudged.node !== now.node);
    nudged = now;
    if (isOther || playback.isPlaying.value) isRequested.value = false;
  });

  return {
    h,
    method,
    nudge,
    trouble,
    /** The numbers are not yet those of the h and the method that are set. */
    isBehind: computed(() => wanted.value !== null && trouble.value === null && nudge.value?.h !== h.value),
    /** What the drawing shows while somebody nudges. */
    shownNudge: computed<ShownNudge | null>(() => {
      const found = nudge.value;
      if (!isRequested.value || found === null || trouble.value !== null) return null;
      if (found.frame === null || found.frame.structure !== document.doc.value?.structure) return null;
      return { node: found.node, h: found.h, data: found.frame.data, changed: new Set(found.changed) };
    }),
    isShowing: computed(() => isRequested.value && wanted.value !== null),
    /** See the nudge in the drawing; on a phone that is another part of the page. */
    begin: (): void =>
      batch(() => {
        isRequested.value = true;
        if (screen.isPhone.peek()) screen.tab.value = "graph";
      }),
    stop: (): void => assign(isRequested, false),
    /** Set h, and see it in the drawing. */
    nudgeBy: (value: number): void =>
      batch(() => {
        h.value = value;
        isRequested.value = true;
      }),
  };
}

export type NudgeState = ReturnType<typeof createNudge>;
