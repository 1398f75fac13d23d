/** The error of the difference against h, both axes logarithmic, the h that is set marked. */
import type { JSX } from "preact";
import { Axes, powers, type Tick } from "../plot/axes";
import { type Frame, logarithmic } from "../plot/frame";
import { path } from "../plot/line";
import { best, errorOf, isAbsolute } from "../session/errors";
import type { Nudge } from "../wire/types";

const WIDTH = 288;
const HEIGHT = 124;
const AREA = { left: 40, right: 278, top: 18, bottom: 106 };
/** An error of 0 has no logarithm: it is drawn hollow, at the bottom. */
const FLOOR = -17;
const SIDE = 34;

/** Decades for the axis: the floor, the roof and one between them. */
function decades(errors: readonly number[]): readonly [number, number, number] {
  const logs = errors.filter((error) => error > 0).map((error) => Math.log10(error));
  const roof = Math.max(FLOOR + 8, Math.ceil(Math.max(FLOOR, ...logs)));
  return [FLOOR, Math.round((FLOOR + roof) / 2), roof];
}

const columns = ({ x }: Frame): Tick[] => [
  ...powers(x, [-12, -9, -6, -3]),
  { at: x(1), text: "h = 1", anchor: "end" },
];
const rows = ({ y }: Frame, levels: readonly number[]): Tick[] =>
  powers(y, levels).map((tick, index) => {
    const special = levels[index] === FLOOR ? "0" : levels[index] === 0 ? "1" : null;
    return special === null ? tick : { ...tick, text: special };
  });

/** Which side of the best h is which, where there is room to say so. */
function Sides({ nudge, x }: { nudge: Nudge; x: Frame["x"] }): JSX.Element | null {
  const at = nudge.kink ? null : best(nudge);
  const middle = at === null ? Number.NaN : x(nudge.curve[at]?.h ?? Number.NaN);
  if (!(middle - AREA.left > SIDE && AREA.right - middle > SIDE)) return null;
  return (
    <>
      <path class="zero dash" d={`M${middle.toFixed(1)} ${AREA.top}V${AREA.bottom}`} />
      <text class="lab end halo" x={middle - 5} y={AREA.top + 9}>
        rounding
      </text>
      <text class="lab halo" x={middle + 5} y={AREA.top + 9}>
        truncation
      </text>
    </>
  );
}

export function ErrorPlot({ nudge, text }: { nudge: Nudge; text: string }): JSX.Element {
  const points = nudge.curve
    .map((point) => ({ h: point.h, error: errorOf(nudge, point) }))
    .filter(({ error }) => Number.isFinite(error));
  const levels = decades(points.map(({ error }) => error));
  const frame = logarithmic(AREA, [1e-14, 1], [10 ** levels[0], 10 ** levels[2]]);
  const { x, y } = frame;
  const error = errorOf(nudge, nudge);
  return (
    <svg class="plot errors" role="img" aria-label={text} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <Axes area={AREA} columns={columns(frame)} rows={rows(frame, levels)} />
      <text class="tick" x={AREA.left} y="11">
        {isAbsolute(nudge) ? "absolute error" : "relative error"}
      </text>
      <Sides nudge={nudge} x={x} />
      <path class="ln thin" d={path(points.map((point) => [x(point.h), y(point.error)]))} />
      {points.map((point) => (
        <circle
          key={point.h}
          class={point.error === 0 ? "pt hollow small" : "pt"}
          cx={x(point.h).toFixed(1)}
          cy={y(point.error).toFixed(1)}
          r="1.8"
        />
      ))}
      {Number.isFinite(error) && (
        <>
          <path class="axis dash now" d={`M${x(nudge.h).toFixed(1)} ${AREA.top}V${AREA.bottom}`} />
          <circle class="pt grad" cx={x(nudge.h).toFixed(1)} cy={y(error).toFixed(1)} r="4" />
        </>
      )}
    </svg>
  );
}
