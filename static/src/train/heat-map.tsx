/** A part as a heat map, its cells read out by pointer and arrow keys. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { cellsOf, heatClass, heatPaths, heatStep, largest, STEPS } from "../drawing/heat";
import { drawnNumbers, type Layout, placeIn, sizeOf } from "./maps";

interface Props {
  readonly label: string;
  readonly kind: "data" | "grad";
  readonly numbers: Float32Array;
  readonly layout: Layout;
  readonly most: number;
  readonly width: number;
  /** The place in the part that is read. */
  readonly chosen: number | null;
  readonly onRead: (place: number | null) => void;
  readonly onChoose: (place: number) => void;
}

const ARROWS: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The drawn row and column of a place. */
const cellOf = ({ rows, columns, isTurned }: Layout, place: number): readonly [number, number] =>
  isTurned ? [place % rows, Math.floor(place / rows)] : [Math.floor(place / columns), place % columns];

function Paths({ props, size }: { props: Props; size: { width: number; height: number } }): JSX.Element {
  const { layout, numbers, most } = props;
  const bed = { x: 0, y: 0, ...size };
  const shape = layout.rows > 1 ? [layout.rows, layout.columns] : [layout.columns];
  const cells = useMemo(
    () => cellsOf(layout.rows * layout.columns, shape, bed),
    [layout.rows, layout.columns, size.width, size.height],
  );
  const drawn = drawnNumbers(numbers, layout);
  const steps = cells.of.map((of) =>
    heatStep(
      of.length === 1 ? (drawn[of[0] ?? 0] ?? null) : largest(of.map((at) => drawn[at] ?? null)),
      most,
    ),
  );
  return (
    <g class={`heat ${props.kind}`}>
      <rect class="bed" {...bed} />
      {heatPaths(cells, steps).map((d, k) => d !== "" && <path key={k} class={heatClass(k - STEPS)} d={d} />)}
    </g>
  );
}

export function HeatMap(props: Props): JSX.Element {
  const { layout, width, chosen, onRead, onChoose } = props;
  const size = sizeOf(layout, width);
  const { rows, columns } = layout;
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most - 1, value));
  const under = (event: MouseEvent & { readonly currentTarget: Element }): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = clamp(Math.floor(((event.clientY - box.top) / box.height) * rows), rows);
    const column = clamp(Math.floor(((event.clientX - box.left) / box.width) * columns), columns);
    return placeIn(layout, row, column);
  };
  const press = (event: KeyboardEvent): void => {
    const by = ARROWS[event.key];
    if (by === undefined) return;
    const [row, column] = cellOf(layout, chosen ?? 0);
    event.preventDefault();
    event.stopPropagation();
    onRead(placeIn(layout, clamp(row + by[0], rows), clamp(column + by[1], columns)));
  };
  const cell = chosen === null ? null : cellOf(layout, chosen);
  return (
    <button
      class="tn-map"
      type="button"
      aria-label={props.label}
      style={{ width: `${size.width}px`, height: `${size.height}px` }}
      onPointerMove={(event) => onRead(under(event))}
      onPointerLeave={() => onRead(null)}
      onFocus={() => onRead(chosen ?? 0)}
      onBlur={() => onRead(null)}
      onKeyDown={press}
      onClick={(event) => onChoose(event.detail === 0 ? (chosen ?? 0) : under(event))}
    >
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden="true">
        <Paths props={props} size={size} />
        {cell !== null && (
          <rect
            class="tn-cursor"
            x={(cell[1] * size.width) / columns}
            y={(cell[0] * size.height) / rows}
            width={size.width / columns}
            height={size.height / rows}
          />
        )}
      </svg>
    </button>
  );
}
