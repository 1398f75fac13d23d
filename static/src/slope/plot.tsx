/** The curve with its secant and tangent, the walk downhill, and the two tabs that move x and x + h. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { card, short } from "../format";
import { Axes } from "./axes";
import { Grab, width as tabWidth } from "./grab";
import { fromPixels, type Probe, secant, toPixels } from "./numbers";
import { apart, heights, path, type Scale, scale, straight, stretches } from "./scale";
import { curve, grain, h, leaf, method, most, moveX, probe, range, setH, stepH, x } from "./state";
import { useWidth } from "./use-width";
import { minimum, rows } from "./walking";

const TOP = 14;
const LEFT = 52;
const GAP = 16;
const NARROW = 620;

interface Frame {
  readonly across: Scale;
  readonly up: Scale;
  readonly right: number;
  readonly bottom: number;
}

const cut = (value: number, { up, bottom }: Frame): number =>
  Math.max(TOP - 40, Math.min(bottom + 40, up.at(value)));

/** What the picture shows, in one sentence. */
function describe(now: Probe | null): string {
  const { from, to } = range.value;
  const start = `f over ${leaf.value} from ${short(from)} to ${short(to)}`;
  if (now === null) return `${start}.`;
  const walk = minimum.value;
  const walked = walk === null ? "" : `; the walk downhill ends at ${leaf.value} = ${card(walk.x)}`;
  return `${start}, the secant with h = ${short(now.h)} (slope ${short(secant(now, method.value))}) and the tangent at ${short(now.x)} (slope ${short(now.grad)})${walked}.`;
}

function Lines({ frame, now, isNarrow }: { frame: Frame; now: Probe; isNarrow: boolean }): JSX.Element {
  const { across, up, right, bottom } = frame;
  const slope = secant(now, method.value);
  const tangent = straight(now.x, now.value, now.grad, across, TOP, bottom, up);
  const chord = straight(now.x, now.value, slope, across, TOP, bottom, up);
  // The central difference goes through x − h and x + h, not through x.
  const through =
    method.value === "central" ? straight(now.x + now.h, now.after, slope, across, TOP, bottom, up) : chord;
  const last = curve.value?.value.at(-1) ?? Number.NaN;
  const labels = [
    { key: "f", class: "data", text: "f(x)", y: Number.isFinite(last) ? up.at(last) : null },
    {
      key: "secant",
      class: "inkb",
      text: isNarrow ? `secant ${short(slope)}` : `secant, slope ${short(slope)}`,
      y: through?.end ?? null,
    },
    {
      key: "tangent",
      class: "grad",
      text: isNarrow ? `tangent ${short(now.grad)}` : `tangent, slope ${short(now.grad)}`,
      y: tangent?.end ?? null,
    },
  ].filter((label) => label.y !== null);
  const places = apart(
    labels.map((label) => label.y ?? 0),
    GAP,
    TOP + 4,
    bottom - 4,
  );
  return (
    <>
      {tangent !== null && <path class="ln grad" d={tangent.d} />}
      {through !== null && <path class="ln ink dash" d={through.d} />}
      {labels.map((label, index) => (
        <text key={label.key} class={`lab bold ${label.class}`} x={right + 8} y={(places[index] ?? 0) + 4}>
          {label.text}
        </text>
      ))}
    </>
  );
}

/** What the label of the rise takes beside its line. */
const RISE = 72;

function Triangle({ frame, now }: { frame: Frame; now: Probe }): JSX.Element | null {
  const { across } = frame;
  const isCentral = method.value === "central";
  const [start, low] = isCentral ? [now.x - now.h, now.before] : [now.x, now.value];
  if (!Number.isFinite(low) || !Number.isFinite(now.after)) return null;
  const [x0, x1] = [across.at(start), across.at(now.x + now.h)];
  const [y0, y1] = [cut(low, frame), cut(now.after, frame)];
  if (x1 - x0 < 24) return null;
  const run = isCentral ? "run 2h =" : "run h =";
  const hasRoom = x1 + RISE <= across.at(across.to);
  return (
    <>
      <path class="ln thin" d={`M${x0} ${y0}H${x1}V${y1}`} />
      <text class="lab halo mid" x={(x0 + x1) / 2} y={y0 + (y1 <= y0 ? 16 : -8)}>
        {run} {short(isCentral ? 2 * now.h : now.h)}
      </text>
      <text class={hasRoom ? "lab halo" : "lab halo end"} x={x1 + (hasRoom ? 8 : -8)} y={(y0 + y1) / 2 + 4}>
        rise <tspan class="data">{short(now.after - low)}</tspan>
      </text>
    </>
  );
}

const NUMBERED = 4;

function Walk({ frame }: { frame: Frame }): JSX.Element | null {
  const { across } = frame;
  const walked = rows.value.filter((row) => Number.isFinite(row.value));
  const [first] = walked;
  if (first === undefined) return null;
  const at = (index: number): readonly [number, number] => {
    const row = walked[index] ?? first;
    return [Math.max(-999, Math.min(9999, across.at(row.x))), cut(row.value, frame)];
  };
  const goal = minimum.value;
  const hops = walked.slice(1).map((_, index) => `M${at(index).join(" ")}L${at(index + 1).join(" ")}`);
  const [endX, endY] = at(walked.length - 1);
  return (
    <g class="walk">
      <path class="ln ink thin hop" d={hops.join("")} />
      {walked.slice(0, 60).map((_, index) => {
        const [left, top] = at(index);
        return <circle key={index} class="pt" cx={left} cy={top} r="3.5" />;
      })}
      {walked.slice(0, NUMBERED).map((_, index) => {
        const [left, top] = at(index);
        const near = index > 0 && Math.abs(left - at(index - 1)[0]) < 18;
        return near ? null : (
          <text key={index} class="lab halo end" x={left - 8} y={top + (index === 0 ? 4 : 16)}>
            {index}
          </text>
        );
      })}
      {goal !== null && (
        <>
          <path class="ln ink thin" d={`M${endX} ${endY - 34}V${endY - 7}`} />
          <text class="lab halo mid" x={endX} y={endY - 40}>
            minimum: {leaf.value} = {card(goal.x)}, f = {card(goal.value)}
          </text>
          <circle class="pt hollow" cx={endX} cy={endY} r="5" />
        </>
      )}
    </g>
  );
}

/** What a key does to x; arrows with Shift move h. True if it did something. */
function key(pressed: string, isH: boolean): boolean {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[pressed];
  if (by !== undefined) {
    if (isH) stepH(Math.abs(by) === 10 ? by / 2 : by);
    else moveX(x.value + by * (grain.value * 2));
  } else if (pressed === "Home") {
    if (isH) setH(0);
    else moveX(range.value.from);
  } else if (pressed === "End") {
    if (isH) setH(most.value);
    else moveX(range.value.to);
  } else return false;
  return true;
}

function Tabs({ frame }: { frame: Frame }): JSX.Element {
  const grabbed = useRef({ x: 0, h: 0 });
  const { across, right, bottom } = frame;
  const name = leaf.value;
  const texts = [`${name} = ${short(x.value)}`, `${name} + h = ${short(x.value + h.value)}`] as const;
  const tips = [across.at(x.value), Math.min(right + 30, across.at(x.value + h.value))] as const;
  const room = (tabWidth(texts[0]) + tabWidth(texts[1])) / 2 + 6;
  const first = Math.max(tabWidth(texts[0]) / 2, Math.min(tips[0], tips[1]));
  const second = Math.max(tips[1], first + room);
  const far = across.at(range.value.to) + 70 - tabWidth(texts[1]) / 2;
  const pushed = Math.max(0, Math.min(second - far, second));
  const middles = [Math.min(first, second - pushed - room), second - pushed] as const;
  const keep = (): void => {
    grabbed.current = { x: x.value, h: h.value };
  };
  return (
    <>
      <Grab
        name={name}
        text={texts[0]}
        value={x.value}
        spoken={`${name} = ${short(x.value)}`}
        from={range.value.from}
        to={range.value.to}
        tip={tips[0]}
        middle={middles[0]}
        y={bottom + 21}
        onGrab={keep}
        onDrag={(pixels) => moveX(grabbed.current.x + pixels / across.unit)}
        onKey={(pressed, shift) => key(pressed, shift)}
      />
      <Grab
        name={`${name} plus h`}
        text={texts[1]}
        value={x.value + h.value}
        spoken={`h = ${short(h.value)}, ${name} + h = ${short(x.value + h.value)}`}
        from={range.value.from}
        to={range.value.to + most.value}
        tip={tips[1]}
        middle={middles[1]}
        y={bottom + 21}
        onGrab={keep}
        onDrag={(pixels) => {
          const wide = fromPixels(toPixels(grabbed.current.h, across.unit) + pixels, across.unit);
          setH(Number(wide.toPrecision(wide >= 0.1 ? 2 : 1)));
        }}
        onKey={(pressed) => key(pressed, true)}
      />
    </>
  );
}

export function BigPlot(): JSX.Element {
  const [box, width] = useWidth(1060);
  const isNarrow = width < NARROW;
  const height = isNarrow ? 400 : Math.max(420, Math.min(548, innerHeight - 366));
  const [right, bottom] = [width - (isNarrow ? 96 : 132), height - 48];
  const drawn = curve.value;
  const [low, high] = heights(drawn?.value ?? []);
  const { from, to } = range.value;
  const frame: Frame = {
    across: scale(from, to, LEFT, right),
    up: scale(low, high, bottom, TOP),
    right,
    bottom,
  };
  const now = probe.value;
  const lines = drawn === null ? [] : stretches(drawn.x, drawn.value, drawn.grad, high - low);
  const mark = (at: number, value: number): readonly [number, number] => [
    frame.across.at(at),
    cut(value, frame),
  ];
  const isShown = now !== null && Number.isFinite(now.value);
  const [px, py] = isShown ? mark(now.x, now.value) : [0, 0];
  const [qx, qy] = isShown ? mark(now.x + now.h, now.after) : [0, 0];
  return (
    <figure class="sl-plot" ref={box as never}>
      <svg class="plot big" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>{describe(now)}</title>
        <clipPath id="sl-area">
          <rect x={LEFT} y={TOP} width={right - LEFT} height={bottom - TOP} />
        </clipPath>
        <Axes
          across={frame.across}
          up={frame.up}
          left={LEFT}
          right={right}
          top={TOP}
          bottom={bottom}
          columns={isNarrow ? 5 : 10}
          rows={isNarrow ? 5 : 6}
        />
        {isShown && <Lines frame={frame} now={now} isNarrow={isNarrow} />}
        <g clip-path="url(#sl-area)">
          {drawn !== null &&
            lines.map((stretch) => (
              <path
                key={stretch[0]}
                class="ln data curve"
                d={path(drawn.x, drawn.value, stretch, frame.across, frame.up)}
              />
            ))}
          {isShown && <Triangle frame={frame} now={now} />}
        </g>
        <Walk frame={frame} />
        {isShown && (
          <>
            <path
              class="zero dash"
              d={`M${px} ${py}V${bottom}${Number.isFinite(qy) ? `M${qx} ${qy}V${bottom}` : ""}`}
            />
            <circle class="grab-ring" cx={px} cy={py} r="12" />
            {Number.isFinite(qy) && <circle class="pt data hollow" cx={qx} cy={qy} r="5.5" />}
            <circle class="pt data" cx={px} cy={py} r="6" />
          </>
        )}
        <Tabs frame={frame} />
      </svg>
    </figure>
  );
}
