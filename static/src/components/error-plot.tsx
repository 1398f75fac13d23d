/** The error of the difference against h, both axes logarithmic, the h that is set marked. */
import type { JSX } from "preact";
import { best, errorOf, isAbsolute } from "../session/errors";
import type { Nudge, Quotient } from "../wire/nudge";

const WIDTH = 288;
const HEIGHT = 124;
const LEFT = 40;
const RIGHT = 278;
const TOP = 18;
const BOTTOM = 106;
const SMALLEST = -14;
/** An error of 0 has no logarithm: it stands on the floor, and hollow. */
const FLOOR = -17;
const SIDE = 34;

const x = (h: number): number => RIGHT + ((RIGHT - LEFT) * Math.min(0, Math.log10(h))) / -SMALLEST;

function Power({ exponent }: { exponent: number }): JSX.Element {
  if (exponent === 0) return <>1</>;
  return (
    <>
      10
      <tspan class="sup" dy="-4">
        {exponent < 0 ? `−${-exponent}` : exponent}
      </tspan>
    </>
  );
}

/** Decades for the axis: the floor, the roof and one between them. */
function decades(errors: readonly number[]): readonly [number, number, number] {
  const logs = errors.filter((error) => error > 0).map((error) => Math.log10(error));
  const roof = Math.max(FLOOR + 8, Math.ceil(logs.reduce((most, log) => Math.max(most, log), FLOOR)));
  return [FLOOR, Math.round((FLOOR + roof) / 2), roof];
}

export function ErrorPlot({ nudge, text }: { nudge: Nudge; text: string }): JSX.Element {
  const points = nudge.curve.filter((point) => Number.isFinite(errorOf(nudge, point)));
  const levels = decades(points.map((point) => errorOf(nudge, point)));
  const y = (error: number): number => {
    const log = error > 0 ? Math.max(FLOOR, Math.log10(error)) : FLOOR;
    return BOTTOM - ((BOTTOM - TOP) * (log - FLOOR)) / (levels[2] - FLOOR);
  };
  const line = (list: readonly Quotient[]): string =>
    list
      .map(
        (point, index) =>
          `${index === 0 ? "M" : "L"}${x(point.h).toFixed(1)} ${y(errorOf(nudge, point)).toFixed(1)}`,
      )
      .join("");
  const at = best(nudge);
  const bottom = at === null ? null : (nudge.curve[at] ?? null);
  const middle = bottom === null ? null : x(bottom.h);
  const isV = !nudge.kink && middle !== null && middle - LEFT > SIDE && RIGHT - middle > SIDE;
  const error = errorOf(nudge, nudge);
  const here = Math.max(LEFT, x(nudge.h));
  return (
    <svg class="plot errors" role="img" aria-label={text} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      {[-12, -9, -6, -3, 0].map((exponent) => (
        <g key={exponent}>
          <path class="grid" d={`M${x(10 ** exponent).toFixed(1)} ${TOP}V${BOTTOM}`} />
          <text class={exponent === 0 ? "tick end" : "tick mid"} x={x(10 ** exponent)} y={BOTTOM + 14}>
            {exponent === 0 ? "h = 1" : <Power exponent={exponent} />}
          </text>
        </g>
      ))}
      {levels.map((exponent) => (
        <g key={exponent}>
          <path class="grid" d={`M${LEFT} ${y(10 ** exponent).toFixed(1)}H${RIGHT}`} />
          <text class="tick end" x={LEFT - 6} y={y(10 ** exponent) + 3.6}>
            {exponent === FLOOR ? "0" : <Power exponent={exponent} />}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}`} />
      <text class="tick" x={LEFT} y="11">
        {isAbsolute(nudge) ? "absolute error" : "relative error"}
      </text>
      {isV && middle !== null && (
        <>
          <path class="zero dash" d={`M${middle.toFixed(1)} ${TOP}V${BOTTOM}`} />
          <text class="lab end halo" x={middle - 5} y={TOP + 9}>
            rounding
          </text>
          <text class="lab halo" x={middle + 5} y={TOP + 9}>
            truncation
          </text>
        </>
      )}
      <path class="ln thin" d={line(points)} />
      {points.map((point) => (
        <circle
          key={point.h}
          class={errorOf(nudge, point) === 0 ? "pt hollow small" : "pt"}
          cx={x(point.h).toFixed(1)}
          cy={y(errorOf(nudge, point)).toFixed(1)}
          r="1.8"
        />
      ))}
      {Number.isFinite(error) && (
        <>
          <path class="axis dash now" d={`M${here.toFixed(1)} ${TOP}V${BOTTOM}`} />
          <circle class="pt grad" cx={here.toFixed(1)} cy={y(error).toFixed(1)} r="4" />
        </>
      )}
    </svg>
  );
}
