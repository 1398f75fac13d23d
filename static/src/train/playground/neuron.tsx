/** A neuron of the drawn network: its name, a bar and the number that it gives, its grad. */
import type { JSX } from "preact";
import { onScreen, short } from "../../format";
import { type Column, type Layout, SMALL, WIDE, xOf, yOf } from "./layers";
import type { Playground } from "./state";

/** Px at the right end that a grad takes, and its margin. */
const GRAD = 44;
const MARGIN = 6;

/** At most six characters, so that numbers keep to their place. */
function narrow(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  if (size >= 10_000 || size < 5e-4) return onScreen(value.toExponential(0).replace("e+", "e"));
  return onScreen(value.toFixed(size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3));
}

interface Props {
  readonly its: Playground;
  readonly column: Column;
  /** Of the column, then of the neuron in it. */
  readonly at: number;
  readonly row: number;
  /** The largest number of the column. */
  readonly most: number;
  readonly layout: Layout;
}

function Numbers({ column, at, row, most, layout }: Props): JSX.Element {
  const [x, y] = [xOf(at, layout), yOf(column, row, layout)];
  const value = column.values[row] ?? 0;
  const grad = column.grads[row];
  const bar = Number.isFinite(value / most) ? Math.min(16, (Math.abs(value) / most) * 16) : 0;
  const [isSmall, middle] = [layout.row < SMALL, y + layout.row / 2];
  return (
    <>
      <rect x={x} y={y} width={WIDE} height={layout.row - (isSmall ? 2 : 4)} rx="4" />
      <text class="name" x={x + 7} y={middle + 2}>
        {column.names[row]?.slice(0, 6)}
      </text>
      <rect
        class={value < 0 ? "bar is-neg" : "bar"}
        x={x + 34}
        y={middle - (isSmall ? 4 : 6)}
        width={bar.toFixed(1)}
        height={isSmall ? 6 : 8}
      />
      <text class="data" x={x + WIDE - (grad === undefined ? MARGIN : GRAD)} y={middle + 2}>
        {narrow(value)}
      </text>
      {grad !== undefined && (
        <text class="grad" x={x + WIDE - MARGIN} y={middle + 2}>
          {narrow(grad)}
        </text>
      )}
    </>
  );
}

export function Neuron(props: Props): JSX.Element {
  const { its, column, at, row } = props;
  if (at === 0)
    return (
      <g class="pg-neuron">
        <Numbers {...props} />
      </g>
    );
  const chosen = its.neuron.value;
  const isChosen = chosen?.layer === at - 1 && chosen.neuron === row;
  const choose = (): void => {
    its.neuron.value = isChosen ? null : { layer: at - 1, neuron: row };
  };
  const state = isChosen ? "is-chosen" : column.values[row] === 0 ? "is-off" : "";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button inside a drawing
    <g
      class={`pg-neuron ${state}`.trimEnd()}
      role="button"
      tabindex={0}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        choose();
      }}
    >
      <Numbers {...props} />
    </g>
  );
}
