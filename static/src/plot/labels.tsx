/** Labels at the right ends of lines. */
import type { JSX } from "preact";
import type { Area } from "./frame";

/** What the baselines of two labels need between them. */
const GAP = 16;

/** Heights of labels that would touch, moved apart in their order, between `low` and `high`. */
export function dodge(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = wanted.map((height) => Math.max(low, Math.min(high, height)));
  const height = (rank: number): number => placed[order[rank] ?? -1] ?? Number.NaN;
  const move = (rank: number, to: number): void => {
    placed[order[rank] ?? -1] = to;
  };
  for (let i = 1; i < order.length; i++) move(i, Math.max(height(i), height(i - 1) + gap));
  if (height(order.length - 1) <= high) return placed;
  for (let i = order.length - 1, most = high; i >= 0; i--, most -= gap) move(i, Math.min(height(i), most));
  return placed;
}

export interface EndLabel {
  readonly text: string;
  readonly class: string;
  /** Where the line ends, in pixels; a line that is not drawn has no end. */
  readonly y: number | null;
}

export function EndLabels(props: {
  readonly area: Area;
  readonly labels: readonly EndLabel[];
  readonly offset?: number;
}): JSX.Element {
  const { right, top, bottom } = props.area;
  const labels = props.labels.filter((label) => label.y !== null && !Number.isNaN(label.y));
  const places = dodge(
    labels.map((label) => label.y ?? 0),
    GAP,
    top + 4,
    bottom - 4,
  );
  return (
    <>
      {labels.map((label, index) => (
        <text
          key={label.text}
          class={`lab ${label.class}`}
          x={right + (props.offset ?? 8)}
          y={(places[index] ?? 0) + 4}
        >
          {label.text}
        </text>
      ))}
    </>
  );
}
