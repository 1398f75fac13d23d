/** The curve with its secant and tangent, the walk downhill, and the two tabs that move x and x + h. */

import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { card, onScreen, short } from "../format";
import { Clip, LinearAxes, ticks } from "../plot/axes";
import { clamp, type Domain, domainOf, linear } from "../plot/frame";
import { EndLabels } from "../plot/labels";
import { curves, path, straight } from "../plot/line";
import { useWidth } from "../plot/use-width";
import { type Slope, useSlope } from "./context";
import { type Probe, secant } from "./numbers";
import { Tabs } from "./tabs";
import { type Part, place, sidesOf, Triangle } from "./triangle";
import { Walked } from "./walked";

const NARROW = 620;
/** What the picture shows, in one sentence. */
function describe({ leaf, method, range, walk: { minimum } }: Slope, now: Probe | null): string {
  const { from, to } = range.value;
  const start = `f over ${leaf.value} from ${short(from)} to ${short(to)}`;
  if (now === null) return `${start}.`;
  const walk = minimum.value;
  const walked = walk === null ? "" : `; the walk downhill ends at ${leaf.value} = ${card(walk.x)}`;
  return `${start}, the secant with h = ${short(now.h)} (slope ${short(secant(now, method.value))}) and the tangent at ${short(now.x)} (slope ${short(now.grad)})${walked}.`;
}

/** A number at the end of a line: at most nine characters, so that the room for it is known. */
function atEnd(value: number): string {
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e5) || !Number.isFinite(value);
  return isPlain ? short(value, 4) : onScreen(value.toExponential(2).replace("e+", "e"));
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
    isNarrow ? `${name} ${atEnd(of)}` : `${name}, slope ${atEnd(of)}`;
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

/** The points at x and x + h, and their positions on the axis. */
function Marks({ frame, now }: Part): JSX.Element {
  const { top, bottom } = frame.area;
  const isInside = (value: number): boolean => frame.y(value) >= top && frame.y(value) <= bottom;
  const [px, py] = place(frame, now.x, now.value);
  const [qx, qy] = place(frame, now.x + now.h, now.after);
  const hasSecond = Number.isFinite(qy);
  return (
    <>
      <path class="zero dash" d={`M${px} ${py}V${bottom}${hasSecond ? `M${qx} ${qy}V${bottom}` : ""}`} />
      {isInside(now.value) && <circle class="grab-ring" cx={px} cy={py} r="12" />}
      {hasSecond && isInside(now.after) && <circle class="pt data hollow" cx={qx} cy={qy} r="5.5" />}
      {isInside(now.value) && <circle class="pt data" cx={px} cy={py} r="6" />}
    </>
  );
}

/** The room for "tangent, slope −0.001234" and, beside a narrow plot, for "tangent −0.001234". */
const ENDS = { wide: 168, narrow: 116 };

/** The room for the numbers of the axis of values. */
function leftOf(domain: Domain, rows: number): number {
  const texts = ticks(linear({ left: 0, right: 1, top: 0, bottom: 1 }, [0, 1], domain).y, rows);
  return Math.max(52, 16 + 6.6 * Math.max(...texts.map(({ text }) => String(text).length)));
}

export function BigPlot(): JSX.Element {
  const slope = useSlope();
  const { curve, method, probe, problem, range } = slope;
  const [box, width] = useWidth(1060);
  const isNarrow = width < NARROW;
  const height = isNarrow ? 400 : clamp(innerHeight - 366, 420, 548);
  const drawn = curve.value;
  const domain = domainOf(drawn?.value ?? []);
  const rows = isNarrow ? 5 : 6;
  const area = {
    left: leftOf(domain, rows),
    right: width - (isNarrow ? ENDS.narrow : ENDS.wide),
    top: 14,
    bottom: height - 48,
  };
  const { from, to } = range.value;
  const frame = linear(area, [from, to], domain);
  const now = probe.value;
  const part = now !== null && Number.isFinite(now.value) ? { frame, now } : null;
  const sides = part === null ? null : sidesOf(part, method.value);
  return (
    <figure class={problem.value === null ? "sl-plot" : "sl-plot is-old"} ref={box}>
      {problem.value !== null && (
        <p class="sl-old" role="status">
          <Icon name="warn" />
          Showing the last function that worked.
        </p>
      )}
      <svg class="plot big" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>{describe(slope, now)}</title>
        <Clip id="sl-area" area={area} />
        <LinearAxes frame={frame} columns={isNarrow ? 5 : 10} rows={rows} />
        {part !== null && <Lines {...part} isNarrow={isNarrow} />}
        <g clip-path="url(#sl-area)">
          {drawn !== null && curves(frame, drawn).map((d) => <path key={d} class="ln data curve" d={d} />)}
          {sides !== null && <Triangle {...sides} />}
        </g>
        <Walked frame={frame} taken={sides?.labels.map((each) => each.box) ?? []} />
        {part !== null && <Marks {...part} />}
        <Tabs frame={frame} />
      </svg>
    </figure>
  );
}
