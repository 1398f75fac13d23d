/** What the page shows at this moment: numbers, the step whose turn it is, who is trained, who is selected. */
import { computed } from "@preact/signals";
import { edgesDone } from "../compute/steps";
import type { GraphNode } from "../document";
import type { Moment } from "../drawing/moment";
import { trained } from "./descent";
import { doc } from "./document";
import { marked } from "./marked";
import { find, name } from "./naming";
import { ripple } from "./nudge";
import { edgesOf, lit } from "./paths";
import { active, current, done, nodes, pass, trace } from "./playback";
import { chosen, isChosen, selected } from "./selection";

/** The local derivative of the step that is shown. */
const local = computed<Moment["local"]>(() => {
  const step = current.value;
  const [node, from] = [find(doc.value, step?.node ?? null), find(doc.value, step?.from ?? null)];
  if (step === null || step.partial === null || node === null || from === null) return null;
  return { name: `∂${name(from)}/∂${name(node)}`, value: step.partial };
});

/** The edge of every step, once a trace; the seed, which is step 0, has none. */
const edges = computed(() => edgesDone(trace.value ?? [], trace.value?.length ?? 0));
const trainedNames = computed<ReadonlySet<string>>(() => new Set(trained.value));
/** The nodes with the numbers of the nudge that is shown, if one is. */
const numbers = computed<readonly GraphNode[]>(() => {
  const nudged = ripple.value;
  if (nudged === null) return nodes.value;
  return nodes.value.map((node, index) => ({ ...node, data: nudged.data[index] ?? node.data }));
});

/** What of the nudge the drawing marks: who was moved, and the data that was there before. */
const nudged = computed<Moment["nudged"]>(() => {
  const shown = ripple.value;
  if (shown === null) return null;
  const before = new Map(
    nodes.value.flatMap((node): [string, number][] =>
      shown.changed.has(node.id) ? [[node.id, node.data]] : [],
    ),
  );
  return { node: shown.node, before };
});

const path = computed<Moment["path"]>(() => {
  const shown = lit.value;
  return shown === null ? null : { nodes: new Set(shown.nodes), edges: new Set(edgesOf(shown)) };
});

export const moment = computed<Moment | null>(() => {
  const shown = doc.value;
  if (shown === null) return null;
  const isForward = pass.value === "forward" && done.value !== null;
  const count = pass.value === "forward" ? 0 : (done.value ?? 0);
  return {
    doc: shown,
    nodes: numbers.value,
    active: active.value,
    done: edges.value.slice(0, Math.max(0, count - 1)),
    local: local.value,
    trained: trainedNames.value,
    // A graph that is sent as numbers has boxes to choose and no nodes.
    selected: isChosen.value ? (selected.value?.id ?? null) : shown.nodes.length === 0 ? chosen.value : null,
    nudged: nudged.value,
    path: path.value,
    marked: marked.value,
    ...(isForward ? { pass: "forward" } : {}),
  };
});
