/** What the page shows at this moment: numbers, the step whose turn it is, who is trained, who is selected. */
import { computed } from "@preact/signals";
import type { Moment } from "../graph/patch";
import { trained } from "./descent";
import { doc } from "./document";
import { find, name } from "./naming";
import { active, current, done, nodes, pass, trace } from "./playback";
import { isChosen, selected } from "./selection";
import { edgesDone } from "./steps";

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

export const moment = computed<Moment | null>(() => {
  const shown = doc.value;
  if (shown === null) return null;
  const isForward = pass.value === "forward" && done.value !== null;
  const count = pass.value === "forward" ? 0 : (done.value ?? 0);
  return {
    doc: shown,
    nodes: nodes.value,
    active: active.value,
    done: edges.value.slice(0, Math.max(0, count - 1)),
    local: local.value,
    trained: trainedNames.value,
    selected: isChosen.value ? (selected.value?.id ?? null) : null,
    ...(isForward ? { pass: "forward" } : {}),
  };
});
