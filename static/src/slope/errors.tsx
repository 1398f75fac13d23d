/** The error of the difference quotient against h, both axes logarithmic: truncation falls, rounding rises. */

import type { JSX } from "preact";
import { Axes, powers } from "../plot/axes";
import { type Frame, logarithmic } from "../plot/frame";
import { EndLabels } from "../plot/labels";
import { type Point, path } from "../plot/line";
import { useWidth } from "../plot/use-width";
import { useSlope } from "./context";
import { bestWords, clear, kink, noSlope } from "./finding";
import { best, type ErrorPoint, errors, type Method, type Probe, secant } from "./numbers";

const HEIGHT = 218;
const METHODS: readonly Method[] = ["forward", "central"];

function Line(props: { frame: Frame; points: readonly ErrorPoint[]; isChosen: boolean }): JSX.Element {
  const { x, y } = props.frame;
  const points = props.points.map(({ h, error }): Point => [x(h), y(error)]);
  return (
    <g class={props.isChosen ? "err-line" : "err-line soft"}>
      <path class="ln ink thin" d={path(points)} />
      {points.map(([left, top]) => (
        <circle
          key={left}
          class={props.isChosen ? "pt" : "pt hollow"}
          cx={left}
          cy={top}
          r={props.isChosen ? 2 : 1.8}
        />
      ))}
    </g>
  );
}

/** Which side of the bottom is which. */
function Sides({ frame }: { frame: Frame }): JSX.Element {
  const { left, right, bottom } = frame.area;
  return (
    <>
      <text class="lab halo" x={left + 12} y={bottom - 10}>
        ← rounding
      </text>
      <text class="lab halo end" x={right - 10} y={frame.y(1e-7)}>
        truncation →
      </text>
    </>
  );
}

/** The h that is set. */
function Here({ frame, now }: { frame: Frame; now: Probe }): JSX.Element {
  const { method } = useSlope();
  const { top, bottom } = frame.area;
  const size = now.grad === 0 ? 1 : Math.abs(now.grad);
  const error = Math.abs(secant(now, method.value) - now.grad) / size;
  const x = frame.x(now.h);
  return (
    <>
      <path class="zero dash" d={`M${x.toFixed(1)} ${top}V${bottom}`} />
      {Number.isFinite(error) && <circle class="pt grad now" cx={x} cy={frame.y(error)} r="5" />}
    </>
  );
}

/** There is a slope at x, and it is the same on both sides. */
const isSmooth = (now: Probe): boolean => noSlope(now) === null && kink(now) === null;

function Picture({ width, now }: { width: number; now: Probe | null }): JSX.Element {
  const { method, obstacles } = useSlope();
  const area = { left: 46, right: width - 78, top: 10, bottom: 194 };
  const frame = logarithmic(area, [1e-14, 1], [1e-16, 1e2]);
  const lines = METHODS.map((name) => ({
    name,
    points: now === null || noSlope(now) !== null ? [] : errors(now, name),
  }));
  const labels = lines.map(({ name, points: [first] }) => ({
    text: name,
    class: name === method.value ? "bold inkb" : "",
    y: first === undefined ? null : frame.y(first.error),
  }));
  const kind = now !== null && now.grad !== 0 ? "Relative" : "Absolute";
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img">
      <title>
        {`${kind} error of the difference quotient against h, both axes logarithmic. ${bestWords(now, method.value, obstacles.value)}`}
      </title>
      <Axes
        area={area}
        columns={powers(frame.x, [-14, -12, -10, -8, -6, -4, -2, 0])}
        rows={powers(frame.y, [-16, -12, -8, -4, 0])}
      />
      {lines.map(({ name, points }) => (
        <Line key={name} frame={frame} points={points} isChosen={name === method.value} />
      ))}
      <EndLabels area={area} labels={labels} offset={12} />
      {now !== null && isSmooth(now) && <Sides frame={frame} />}
      {now !== null && noSlope(now) === null && <Here frame={frame} now={now} />}
    </svg>
  );
}

export function Errors(): JSX.Element {
  const { method, obstacles, probe, setH } = useSlope();
  const [box, width] = useWidth(508);
  const now = probe.value;
  return (
    <figure ref={box}>
      <figcaption>
        <b>Error against h</b>
        <span>{bestWords(now, method.value, obstacles.value)}</span>
      </figcaption>
      <Picture width={width} now={now} />
      {now !== null && isSmooth(now) && (
        <p class="note">
          Right of the bottom the curve is bent between the two points (<b>truncation</b>): a smaller h helps.
          Left of it the two values of f agree in nearly all digits and their difference is noise (
          <b>rounding</b>): a smaller h hurts.{" "}
          <button
            class="link"
            type="button"
            onClick={() => setH(best(clear(now, method.value, obstacles.value))?.h ?? 1)}
          >
            Use the best h
          </button>
        </p>
      )}
    </figure>
  );
}
