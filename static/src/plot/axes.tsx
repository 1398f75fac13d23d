/** The grid, the numbers and the lines of a plot's axes. */
import type { ComponentChildren, JSX } from "preact";
import { onScreen, short } from "../format";
import type { Area, Frame, Scale } from "./frame";

export interface Tick {
  /** In pixels. */
  readonly at: number;
  readonly text: ComponentChildren;
  /** How the text of a column is aligned; centred by default. */
  readonly anchor?: "start" | "mid" | "end";
}

/** Round numbers, about `count` of them. */
export const ticks = (scale: Scale, count: number): Tick[] =>
  scale.ticks(count).map((value) => ({ at: scale(value), text: tick(value) }));

/** 20,000 as it is, three million as 3e6: the number beside an axis stays short. */
const tick = (value: number): string =>
  Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-4)
    ? onScreen(value.toExponential().replace("e+", "e"))
    : short(value);

/** Powers of ten by their exponents. */
export const powers = (scale: Scale, exponents: readonly number[]): Tick[] =>
  exponents.map((exponent) => ({ at: scale(10 ** exponent), text: <Power exponent={exponent} /> }));

function Power({ exponent }: { exponent: number }): JSX.Element {
  return (
    <>
      10
      <tspan class="sup" dy="-4">
        {short(exponent)}
      </tspan>
    </>
  );
}

interface AxesProps {
  readonly area: Area;
  readonly columns: readonly Tick[];
  readonly rows: readonly Tick[];
  /** Lines at the rows alone, where the columns are only named; or no line but the axes. */
  readonly grid?: "rows" | "none";
}

export function Axes({ area, columns, rows, grid }: AxesProps): JSX.Element {
  const { left, right, top, bottom } = area;
  return (
    <g>
      {columns.map(({ at, text, anchor = "mid" }) => (
        <g key={at}>
          {grid === undefined && <path class="grid" d={`M${at.toFixed(1)} ${top}V${bottom}`} />}
          <text class={`tick ${anchor}`} x={at} y={bottom + 14}>
            {text}
          </text>
        </g>
      ))}
      {rows.map(({ at, text }) => (
        <g key={at}>
          {grid !== "none" && <path class="grid" d={`M${left} ${at.toFixed(1)}H${right}`} />}
          <text class="tick end" x={left - 6} y={at + 3.6}>
            {text}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${top}V${bottom}H${right}`} />
    </g>
  );
}

/** Linear axes with round numbers, about so many of them, and the line where the value is 0. */
export function LinearAxes(props: { frame: Frame; columns: number; rows: number }): JSX.Element {
  const { area, x, y } = props.frame;
  const [low = 0, high = 0] = y.domain();
  return (
    <>
      <Axes area={area} columns={ticks(x, props.columns)} rows={ticks(y, props.rows)} />
      {low < 0 && high > 0 && <path class="zero" d={`M${area.left} ${y(0).toFixed(1)}H${area.right}`} />}
    </>
  );
}

/** What is drawn inside this does not reach over the picture. */
export function Clip({ id, area }: { id: string; area: Area }): JSX.Element {
  return (
    <clipPath id={id}>
      <rect x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top} />
    </clipPath>
  );
}
