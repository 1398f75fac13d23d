/** A leaf's slider: its ends grow with the number. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { fullName } from "../compute/naming";
import { short } from "../format";
import { useSession } from "../session/context";
import { halfWidth, leastWidth, sliderStep } from "../session/ranges";
import type { GraphNode } from "../wire/types";

/** The leaf's number as it was set last, which may be ahead of the document while a slider is dragged. */
export function usePresent(leaf: GraphNode): number {
  const { moved } = useSession().program;
  return moved.value[fullName(leaf)] ?? leaf.data;
}

/** The slider's half width grows with the value and never shrinks during a drag; another program resets it. */
function useHalfWidth(value: number, group: string): number {
  const { doc } = useSession().document;
  const kept = useRef({ source: "", half: 0 });
  const source = doc.value?.source ?? "";
  const half = kept.current.source === source ? kept.current.half : 0;
  if (half === 0 || Math.abs(value) > half)
    kept.current = { source, half: halfWidth(value, leastWidth(group)) };
  return kept.current.half;
}

export function LeafSlider({ leaf, label }: { leaf: GraphNode; label: string }): JSX.Element {
  const { move } = useSession().actions;
  const value = usePresent(leaf);
  const half = useHalfWidth(value, leaf.group);
  const key = fullName(leaf);
  const share = Number.isFinite(value) ? (value + half) / (2 * half) : 0.5;
  return (
    <div class="rng">
      <input
        class="is-data"
        type="range"
        id={`slider-${leaf.id}`}
        aria-label={label}
        aria-valuetext={short(value)}
        min={-half}
        max={half}
        step={sliderStep(half)}
        value={value}
        style={{ "--p": `${(share * 100).toFixed(2)}%` }}
        onInput={(event) => void move(key, event.currentTarget.valueAsNumber, false)}
        onChange={(event) => void move(key, event.currentTarget.valueAsNumber, true)}
      />
      <span>{short(-half)}</span>
      <span>{short(half)}</span>
    </div>
  );
}
