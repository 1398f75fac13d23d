/**
 * What of a graph that is sent as numbers is shown at a step: numbers that the pass has not come to are not. Where the
 * nodes are here, the frames of the pass do that.
 */
import { computed } from "@preact/signals";
import { position } from "../wire/ids";
import type { GraphNode } from "../wire/types";
import type { Has } from "./parts";

/** Whether the number at a position is shown; null where all of them are. */
type Shows = ((at: number) => boolean) | null;

export function createAtStep({ document: { doc }, playback }: Has<"document" | "playback">) {
  const { byBox, current, done, isByBox, isLarge, pass, total } = playback;
  const isInForward = computed(
    () => isLarge.value && pass.value === "forward" && done.value !== null && done.value < total.value,
  );
  const hasData = computed<Shows>(() => {
    const count = done.value ?? 0;
    return isInForward.value ? (at) => at < count : null;
  });
  const hasGrad = computed<Shows>(() => {
    const count = done.value;
    if (isInForward.value) return () => false;
    if (count === null || pass.value === "forward") return null;
    if (isByBox.value) return (at) => byBox.isDue(at, count);
    if (!isLarge.value || count === total.value) return null;
    // A node whose turn has come has all of its grad; of others the page knows too little to show a part of it.
    const from = count === 0 ? null : (current.value?.from ?? doc.value?.output ?? null);
    return (at) => from !== null && at >= position(from);
  });

  /** A node as it is at the step that is shown. */
  function atStep(node: GraphNode): GraphNode {
    if (!isLarge.value) return node;
    const at = position(node.id);
    const step = current.value;
    if (step?.node === node.id) return { ...node, grad: step.after, grad_state: "fresh", passes: 1 };
    const isUngraded = hasGrad.value?.(at) === false;
    if (!isUngraded) return node;
    const shown: GraphNode = { ...node, grad: 0, grad_state: "none", passes: 0 };
    return hasData.value?.(at) === false ? { ...shown, data: Number.NaN, hidden: "data" } : shown;
  }

  return { hasData, hasGrad, atStep };
}

export type AtStep = ReturnType<typeof createAtStep>;
