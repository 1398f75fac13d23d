/** What the page shows at this moment: numbers, the step whose turn it is, who is trained, who is selected. */
import { computed } from "@preact/signals";
import type { Moment } from "../graph/patch";
import { trained } from "./descent";
import { doc } from "./document";
import { find, name } from "./naming";
import { current, done, nodes, trace } from "./playback";
import { isChosen, selected } from "./selection";
import { edgesDone } from "./steps";

/** The local derivative of the step that is shown. */
const local = computed<Moment["local"]>(() => {
  const step = current.value;
  const [node, from] = [find(doc.value, step?.node ?? null), find(doc.value, step?.from ?? null)];
  if (step === null || step.partial === null || node === null || from === null) return null;
  return { name: `∂${name(from)}/∂${name(node)}`, value: step.partial };
});

export const moment = computed<Moment | null>(() => {
  const shown = doc.value;
  if (shown === null) return null;
  const steps = trace.value;
  return {
    doc: shown,
    nodes: nodes.value,
    active: current.value?.node ?? null,
    done: steps === null || done.value === null ? [] : edgesDone(steps, done.value),
    local: local.value,
    trained: new Set(trained.value),
    selected: isChosen.value ? (selected.value?.id ?? null) : null,
  };
});
