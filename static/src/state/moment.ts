/** What the page shows at this moment: numbers, the step whose turn it is, who is trained, who is selected. */
import { computed } from "@preact/signals";
import type { Moment } from "../graph/patch";
import { trained } from "./descent";
import { doc } from "./document";
import { current, done, nodes, trace } from "./playback";
import { isChosen, selected } from "./selection";
import { edgesDone } from "./steps";

export const moment = computed<Moment | null>(() => {
  const shown = doc.value;
  if (shown === null) return null;
  const steps = trace.value;
  return {
    doc: shown,
    nodes: nodes.value,
    active: current.value?.node ?? null,
    done: steps === null || done.value === null ? [] : edgesDone(steps, done.value),
    trained: new Set(trained.value),
    selected: isChosen.value ? (selected.value?.id ?? null) : null,
  };
});
