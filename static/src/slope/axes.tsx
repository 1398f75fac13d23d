/** The grid, the numbers and the lines of a plot's axes. */
import type { JSX } from "preact";
import { short } from "../format";
import { type Scale, ticks } from "./scale";

interface Props {
  readonly across: Scale;
  readonly up: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
}

export function Axes(props: Props): JSX.Element {
  const { across, up, left, right, top, bottom } = props;
  return (
    <g>
      {ticks(across.from, across.to, props.columns).map((value) => (
        <g key={`x${value}`}>
          <path class="grid" d={`M${across.at(value).toFixed(1)} ${top}V${bottom}`} />
          <text class="tick mid" x={across.at(value)} y={bottom + 14}>
            {short(value)}
          </text>
        </g>
      ))}
      {ticks(up.from, up.to, props.rows).map((value) => (
        <g key={`y${value}`}>
          <path class="grid" d={`M${left} ${up.at(value).toFixed(1)}H${right}`} />
          <text class="tick end" x={left - 6} y={up.at(value) + 3.6}>
            {short(value)}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${top}V${bottom}H${right}`} />
      {up.from < 0 && up.to > 0 && <path class="zero" d={`M${left} ${up.at(0).toFixed(1)}H${right}`} />}
    </g>
  );
}
