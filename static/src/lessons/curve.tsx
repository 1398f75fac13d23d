/** A lesson's curve: the function with a point to drag, its tangent there, and the slope at each x that was visited. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { formula } from "../components/function-formula";
import { equals, Formula, Tokens } from "../components/maths";
import { short } from "../format";
import { Clip, LinearAxes } from "../plot/axes";
import { TAB, useDrag } from "../plot/drag";
import { clamp, domainOf, type Frame, linear, unit } from "../plot/frame";
import { curves, path, straight } from "../plot/line";
import { useWidth } from "../plot/use-width";
import type { CurveData, Lesson } from "../wire/types";
import { type At, at, snapped } from "./samples";
import { useLessons } from "./state";
import { shownNumber } from "./written";

const NARROW = 520;
const STEP = 0.1;
const FINE = 0.01;

type Span = NonNullable<Lesson["curve"]>;

interface Now extends At {
  readonly x: number;
}

const slopeText = (slope: number): string => short(Number(slope.toFixed(4)));

/** The formula, and where the point is. Breaks between its parts and is never cut. */
function Head({ span, now }: { span: Span; now: Now }): JSX.Element {
  const { fresh } = useLessons().work;
  const doc = fresh.value;
  const output = doc?.nodes.find((node) => node.id === doc.output)?.label ?? "f";
  return (
    <div class="ls-head">
      <div class="ls-formula">
        <Formula
          parts={[
            <Tokens key="name" of={[output, "(", span.leaf, ")"]} />,
            ...equals(doc === null ? [] : [<mrow key="is">{formula(doc)}</mrow>]),
          ]}
        />
      </div>
      <dl class="ls-readout">
        <dt>{span.leaf}</dt>
        <dd class="data">{shownNumber(now.x)}</dd>
        <dt>
          {output}({span.leaf})
        </dt>
        <dd class="data">{short(now.value, 5)}</dd>
        <dt>slope</dt>
        <dd class="grad">{slopeText(now.grad)}</dd>
      </dl>
    </div>
  );
}

/** How far a tangent reaches to each side, as a share of the picture. */
const REACH = 0.25;

/** A tangent around its point, cut at the edges of the picture. */
function tangent(frame: Frame, { x, value, grad }: Now): string | null {
  const { left, right } = frame.area;
  const whole = straight(frame, [x, value], grad);
  if (whole === null) return null;
  const middle = frame.x(x);
  const half = (right - left) * REACH;
  const [[x0, y0], [x1, y1]] = whole;
  const cut = (to: number): [number, number] => {
    const bounded = clamp(to, x0, x1);
    return [bounded, x1 === x0 ? y0 : y0 + ((bounded - x0) / (x1 - x0)) * (y1 - y0)];
  };
  return path([cut(middle - half), cut(middle + half)]);
}

function Point({ frame, span, now }: { frame: Frame; span: Span; now: Now }): JSX.Element {
  const { curve, set } = useLessons();
  const move = (to: number): void => {
    const inside = clamp(to, span.from, span.to);
    if (inside === now.x) return;
    void set(span.leaf, inside);
  };
  const take = (): number => {
    curve.rest(now.x);
    return now.x;
  };
  const drag = useDrag(take, (from, moved) => {
    const pixels = unit(frame.x);
    move(snapped(from + moved / pixels, curve.flat.peek(), pixels));
  });
  const press = (event: TargetedKeyboardEvent<SVGGElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const step = event.shiftKey ? FINE : STEP;
    if (way !== undefined) move(Number((Math.round((now.x + way * step) / step) * step).toFixed(4)) + 0);
    else if (event.key === "Home") move(span.from);
    else if (event.key === "End") move(span.to);
    else return;
    event.preventDefault();
  };
  const [px, py] = [frame.x(now.x), clamp(frame.y(now.value), frame.area.top, frame.area.bottom)];
  return (
    <g
      class="grab ls-point"
      role="slider"
      {...TAB}
      aria-label={span.leaf}
      aria-valuenow={now.x}
      aria-valuemin={span.from}
      aria-valuemax={span.to}
      aria-valuetext={`${span.leaf} is ${shownNumber(now.x)}, slope ${slopeText(now.grad)}`}
      {...drag}
      onKeyDown={press}
    >
      <circle class="ls-reach" cx={px} cy={py} r="22" />
      <circle class="ls-halo" cx={px} cy={py} r="14" />
      <circle class="pt grad hollow" cx={px} cy={py} r="7" />
    </g>
  );
}

interface PlotProps {
  readonly span: Span;
  readonly line: CurveData;
  readonly now: Now;
  readonly width: number;
  readonly height: number;
}

function Drawn({ span, line, now, width, height }: PlotProps): JSX.Element {
  const { trail } = useLessons().curve;
  const isNarrow = width < NARROW;
  const area = { left: 46, right: width - 20, top: 12, bottom: height - 24 };
  const frame = linear(area, [span.from, span.to], domainOf(line.value));
  const here = tangent(frame, now);
  const [x, y] = [frame.x(now.x), frame.y(now.value)];
  const label = `tangent, slope ${slopeText(now.grad)}`;
  const isRight = x + 30 + label.length * 6.8 < area.right;
  const isUp = y > area.top + 60;
  return (
    <svg class="plot ls-function" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{`The curve from ${short(span.from)} to ${short(span.to)}, with the tangent at ${span.leaf} = ${shownNumber(now.x)}, slope ${slopeText(now.grad)}.`}</title>
      <Clip id="ls-area" area={area} />
      <LinearAxes frame={frame} columns={isNarrow ? 4 : 7} rows={isNarrow ? 4 : 5} />
      <g clip-path="url(#ls-area)">
        {trail.value.map((each) => {
          const before = tangent(frame, { x: each, ...at(line, each) });
          return before === null ? null : <path key={each} class="ln grad thin ls-before" d={before} />;
        })}
        {curves(frame, line).map((d) => (
          <path key={d} class="ln data" d={d} />
        ))}
        {here !== null && <path class="ln grad ls-tangent" d={here} />}
      </g>
      <path class="zero dash" d={`M${x} ${clamp(y, area.top, area.bottom)}V${area.bottom}`} />
      <text
        class={`lab halo ls-label grad ${isRight ? "" : "end"}`}
        x={x + (isRight ? 24 : -24)}
        y={clamp(isUp ? y - 26 : y + 34, area.top + 12, area.bottom - 6)}
      >
        {label}
      </text>
      <Point frame={frame} span={span} now={now} />
    </svg>
  );
}

/** The slope as far as the point has been. */
function Slopes({ span, line, now, width, height }: PlotProps): JSX.Element {
  const { visited } = useLessons().curve;
  const area = { left: 46, right: width - 20, top: 8, bottom: height - 20 };
  const frame = linear(area, [span.from, span.to], domainOf(line.grad));
  const [from, to] = visited.value ?? [now.x, now.x];
  const points = line.x.flatMap((x, i): [number, number][] =>
    x >= from && x <= to ? [[frame.x(x), frame.y(line.grad[i] ?? Number.NaN)]] : [],
  );
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{`The slope at each ${span.leaf} you have visited.`}</title>
      <LinearAxes frame={frame} columns={width < NARROW ? 4 : 7} rows={3} />
      {points.length > 1 && <path class="ln grad" d={path(points)} />}
      <circle class="pt grad hollow" cx={frame.x(now.x)} cy={frame.y(now.grad)} r="5.5" />
    </svg>
  );
}

export function Curve({ span }: { span: Span }): JSX.Element {
  const {
    curve: { samples },
    numberOf,
  } = useLessons();
  const [box, width] = useWidth(680);
  const line = samples.value;
  const x = numberOf(span.leaf);
  const isNarrow = innerWidth <= 720;
  const height = clamp(innerHeight - 330, isNarrow ? 210 : 240, isNarrow ? 260 : 560);
  if (line === null || !Number.isFinite(x))
    return <section class="ls-graph ls-curves" ref={box} aria-label="Curve" />;
  const now = { x, ...at(line, clamp(x, span.from, span.to)) };
  const plots = { span, line, now, width };
  return (
    <section class="ls-graph ls-curves" ref={box} aria-label="Curve">
      <Head span={span} now={now} />
      <Drawn {...plots} height={height} />
      <p class="ls-keys">
        Drag the point. <kbd>←</kbd> <kbd>→</kbd> move {span.leaf} by 0.1, with <kbd>Shift</kbd> by 0.01.
      </p>
      <div class="ls-slopes">
        <h2 class="ls-below">Slope at each {span.leaf} you have visited</h2>
        <Slopes {...plots} height={150} />
      </div>
    </section>
  );
}
