/** The curve with its secant and tangent, the walk downhill, and the two tabs that move x and x + h. */

import type { JSX } from "preact";
import { card, short } from "../format";
import { Clip, LinearAxes } from "../plot/axes";
import { clamp, domainOf, type Frame, linear } from "../plot/frame";
import { EndLabels } from "../plot/labels";
import { curves, type Point, path, straight } from "../plot/line";
import { useWidth } from "../plot/use-width";
import { type Slope, useSlope } from "./context";
import { type Probe, secant } from "./numbers";
import { Tabs } from "./tabs";

const NARROW = 620;
/** How far a mark may be above or below the picture. */
const BEYOND = 40;

const place = ({ area, x, y }: Frame, at: number, value: number): Point => [
  x(at),
  clamp(y(value), area.top - BEYOND, area.bottom + BEYOND),
];

/** What the picture shows, in one sentence. */
function describe({ leaf, method, range, walk: { minimum } }: Slope, now: Probe | null): string {
  const { from, to } = range.value;
  const start = `f over ${leaf.value} from ${short(from)} to ${short(to)}`;
  if (now === null) return `${start}.`;
  const walk = minimum.value;
  const walked = walk === null ? "" : `; the walk downhill ends at ${leaf.value} = ${card(walk.x)}`;
  return `${start}, the secant with h = ${short(now.h)} (slope ${short(secant(now, method.value))}) and the tangent at ${short(now.x)} (slope ${short(now.grad)})${walked}.`;
}

interface Part {
  readonly frame: Frame;
  readonly now: Probe;
}

function Lines({ frame, now, isNarrow }: Part & { isNarrow: boolean }): JSX.Element {
  const { curve, method } = useSlope();
  const slope = secant(now, method.value);
  const tangent = straight(frame, [now.x, now.value], now.grad);
  // The central difference goes through x − h and x + h, not through x.
  const through = straight(
    frame,
    method.value === "central" ? [now.x + now.h, now.after] : [now.x, now.value],
    slope,
  );
  const labelled = (name: string, of: number): string =>
    isNarrow ? `${name} ${short(of)}` : `${name}, slope ${short(of)}`;
  const labels = [
    { class: "bold data", text: "f(x)", y: frame.y(curve.value?.value.at(-1) ?? Number.NaN) },
    { class: "bold inkb", text: labelled("secant", slope), y: through?.[1][1] ?? null },
    { class: "bold grad", text: labelled("tangent", now.grad), y: tangent?.[1][1] ?? null },
  ];
  return (
    <>
      {tangent !== null && <path class="ln grad" d={path(tangent)} />}
      {through !== null && <path class="ln ink dash" d={path(through)} />}
      <EndLabels area={frame.area} labels={labels} />
    </>
  );
}

/** What the label of the rise takes beside its line. */
const RISE = 72;

function Triangle({ frame, now }: Part): JSX.Element | null {
  const { method } = useSlope();
  const isCentral = method.value === "central";
  const [start, low] = isCentral ? [now.x - now.h, now.before] : [now.x, now.value];
  if (!Number.isFinite(low) || !Number.isFinite(now.after)) return null;
  const [x0, y0] = place(frame, start, low);
  const [x1, y1] = place(frame, now.x + now.h, now.after);
  if (x1 - x0 < 24) return null;
  const hasRoom = x1 + RISE <= frame.area.right;
  return (
    <>
      <path class="ln thin" d={`M${x0} ${y0}H${x1}V${y1}`} />
      <text class="lab halo mid" x={(x0 + x1) / 2} y={y0 + (y1 <= y0 ? 16 : -8)}>
        {isCentral ? "run 2h =" : "run h ="} {short(isCentral ? 2 * now.h : now.h)}
      </text>
      <text class={hasRoom ? "lab halo" : "lab halo end"} x={x1 + (hasRoom ? 8 : -8)} y={(y0 + y1) / 2 + 4}>
        rise <tspan class="data">{short(now.after - low)}</tspan>
      </text>
    </>
  );
}

const NUMBERED = 4;
const DRAWN = 60;

function Minimum({ end: [x, y] }: { end: Point }): JSX.Element | null {
  const {
    leaf,
    walk: { minimum },
  } = useSlope();
  const goal = minimum.value;
  if (goal === null) return null;
  return (
    <>
      <path class="ln ink thin" d={`M${x} ${y - 34}V${y - 7}`} />
      <text class="lab halo mid" x={x} y={y - 40}>
        minimum: {leaf.value} = {card(goal.x)}, f = {card(goal.value)}
      </text>
      <circle class="pt hollow" cx={x} cy={y} r="5" />
    </>
  );
}

function Walk({ frame }: { frame: Frame }): JSX.Element | null {
  const { rows } = useSlope().walk;
  const points = rows.value
    .filter((row) => Number.isFinite(row.value))
    .map((row): Point => {
      const [x, y] = place(frame, row.x, row.value);
      return [clamp(x, -999, 9999), y];
    });
  const end = points.at(-1);
  if (end === undefined) return null;
  const isNear = (index: number): boolean =>
    Math.abs((points[index]?.[0] ?? 0) - (points[index - 1]?.[0] ?? Number.NaN)) < 18;
  return (
    <g class="walk">
      <path class="ln ink thin hop" d={path(points)} />
      {points.slice(0, DRAWN).map(([x, y], index) => (
        <circle key={index} class="pt" cx={x} cy={y} r="3.5" />
      ))}
      {points.slice(0, NUMBERED).map(([x, y], index) =>
        isNear(index) ? null : (
          <text key={index} class="lab halo end" x={x - 8} y={y + (index === 0 ? 4 : 16)}>
            {index}
          </text>
        ),
      )}
      <Minimum end={end} />
    </g>
  );
}

/** The points at x and x + h, and their positions on the axis. */
function Marks({ frame, now }: Part): JSX.Element {
  const { bottom } = frame.area;
  const [px, py] = place(frame, now.x, now.value);
  const [qx, qy] = place(frame, now.x + now.h, now.after);
  const hasSecond = Number.isFinite(qy);
  return (
    <>
      <path class="zero dash" d={`M${px} ${py}V${bottom}${hasSecond ? `M${qx} ${qy}V${bottom}` : ""}`} />
      <circle class="grab-ring" cx={px} cy={py} r="12" />
      {hasSecond && <circle class="pt data hollow" cx={qx} cy={qy} r="5.5" />}
      <circle class="pt data" cx={px} cy={py} r="6" />
    </>
  );
}

export function BigPlot(): JSX.Element {
  const slope = useSlope();
  const { curve, probe, range } = slope;
  const [box, width] = useWidth(1060);
  const isNarrow = width < NARROW;
  const height = isNarrow ? 400 : clamp(innerHeight - 366, 420, 548);
  const area = { left: 52, right: width - (isNarrow ? 96 : 132), top: 14, bottom: height - 48 };
  const drawn = curve.value;
  const { from, to } = range.value;
  const frame = linear(area, [from, to], domainOf(drawn?.value ?? []));
  const now = probe.value;
  const part = now !== null && Number.isFinite(now.value) ? { frame, now } : null;
  return (
    <figure class="sl-plot" ref={box}>
      <svg class="plot big" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>{describe(slope, now)}</title>
        <Clip id="sl-area" area={area} />
        <LinearAxes frame={frame} columns={isNarrow ? 5 : 10} rows={isNarrow ? 5 : 6} />
        {part !== null && <Lines {...part} isNarrow={isNarrow} />}
        <g clip-path="url(#sl-area)">
          {drawn !== null && curves(frame, drawn).map((d) => <path key={d} class="ln data curve" d={d} />)}
          {part !== null && <Triangle {...part} />}
        </g>
        <Walk frame={frame} />
        {part !== null && <Marks {...part} />}
        <Tabs frame={frame} />
      </svg>
    </figure>
  );
}
