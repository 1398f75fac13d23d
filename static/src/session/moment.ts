/** What the page shows at this moment: numbers, the step whose turn it is, who is trained, who is selected. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { find, name } from "../compute/naming";
import { partialOf } from "../compute/own";
import { edgesDone } from "../compute/steps";
import type { Boxes } from "../drawing/boxes";
import type { Moment } from "../drawing/moment";
import { usesOf } from "../drawing/order";
import { position } from "../wire/ids";
import type { GraphDocument, GraphNode, Path, Step } from "../wire/types";
import type { AtStep } from "./at-step";
import type { Marked } from "./marked";
import type { ShownNudge } from "./nudge";
import type { Has } from "./parts";
import { edgesOf } from "./paths";

interface Needs extends Has<"document" | "playback" | "selection" | "descent"> {
  readonly atStep: AtStep;
  readonly boxes: ReadonlySignal<Boxes | null>;
  readonly marked: Marked;
  readonly shownNudge: ReadonlySignal<ShownNudge | null>;
  readonly lit: ReadonlySignal<Path | null>;
}

/** The local derivative that a step uses, and what it is called. */
export function localOf(doc: GraphDocument | null, step: Step | null): Moment["local"] {
  const [node, from] = [find(doc, step?.node ?? null), find(doc, step?.from ?? null)];
  if (step === null || step.partial === null || node === null || from === null) return null;
  const local = { name: `∂${name(from)}/∂${name(node)}`, value: step.partial };
  const theirs = partialOf(step);
  return theirs === null ? local : { ...local, theirs };
}

/** The data of the nodes that a nudge has changed, as it was before. */
function nudgedOf(
  shownNudge: ShownNudge | null,
  shown: GraphDocument | null,
  nodes: readonly GraphNode[],
): Moment["nudged"] {
  if (shownNudge === null) return null;
  const frame = shown?.known === undefined ? null : shown.frame;
  if (frame !== null) {
    const before = [...shownNudge.changed].map((id) => [id, frame.data[position(id)] ?? Number.NaN] as const);
    return { node: shownNudge.node, before: new Map(before) };
  }
  const changed = nodes.filter((node) => shownNudge.changed.has(node.id));
  return { node: shownNudge.node, before: new Map(changed.map((node) => [node.id, node.data])) };
}

export function createMoment(needs: Needs): ReadonlySignal<Moment | null> {
  const { atStep, boxes, document, playback, selection, descent, marked, shownNudge, lit } = needs;
  const { doc } = document;
  const { done, pass, trace, nodes } = playback;
  const local = computed(() => localOf(doc.value, playback.current.value));
  /** The edge of every step, once a trace; the seed, which is step 0, has none. */
  const edges = computed(() => edgesDone(trace.value ?? [], trace.value?.length ?? 0));
  const trained = computed<ReadonlySet<string>>(() => new Set(descent.trained.value));
  /** The nodes with the numbers of the nudge that is shown, if one is. */
  const numbers = computed<readonly GraphNode[]>(() => {
    const shown = shownNudge.value;
    if (shown === null) return nodes.value;
    return nodes.value.map((node, index) => ({ ...node, data: shown.data[index] ?? node.data }));
  });
  const nudged = computed(() => nudgedOf(shownNudge.value, doc.value, nodes.value));
  /** The document; one that is sent as numbers with those of the nudge that is shown, if one is. */
  const drawn = computed(() => {
    const [shown, nudge] = [doc.value, shownNudge.value];
    if (nudge === null || shown?.known === undefined || shown.frame === null) return shown;
    return { ...shown, frame: { ...shown.frame, data: nudge.data } };
  });
  const path = computed<Moment["path"]>(() => {
    const shown = lit.value;
    return shown === null ? null : { nodes: new Set(shown.nodes), edges: new Set(edgesOf(shown)) };
  });
  /** The box whose turn it is, and the edges from those that use it. */
  const turn = computed<Moment["turn"]>(() => {
    const [all, box] = [boxes.value, playback.activeBox.value];
    return all === null || box === null
      ? null
      : { box, edges: new Set(usesOf(all, box).map((join) => join.id)) };
  });
  const selected = computed(() => {
    if (selection.isChosen.value) return selection.selected.value?.id ?? null;
    // A graph that is sent as numbers has boxes to choose and no nodes.
    return doc.value?.nodes.length === 0 ? selection.chosen.value : null;
  });
  return computed(() => {
    const shown = drawn.value;
    if (shown === null) return null;
    const isForward = pass.value === "forward" && done.value !== null;
    const count = pass.value === "forward" ? 0 : (done.value ?? 0);
    return {
      doc: shown,
      nodes: numbers.value,
      active: playback.active.value,
      done: edges.value.slice(0, Math.max(0, count - 1)),
      local: local.value,
      trained: trained.value,
      selected: selected.value,
      nudged: nudged.value,
      path: path.value,
      marked: marked.marked.value,
      line: marked.line.value,
      isDue: atStep.hasGrad.value,
      isKnown: atStep.hasData.value,
      from: playback.current.value?.from ?? null,
      turn: turn.value,
      selectedBox: selection.box.value,
      ...(isForward ? { pass: "forward" as const } : {}),
    };
  });
}
