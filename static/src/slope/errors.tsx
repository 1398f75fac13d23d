/** The error of the difference quotient against h, both axes logarithmic: truncation falls, rounding rises. */
import type { JSX } from "preact";
import { short } from "../format";
import { best, type ErrorPoint, errors, kink, type Probe, secant } from "./numbers";
import { apart } from "./scale";
import { method, probe, setH } from "./state";
import { useWidth } from "./use-width";

const HEIGHT = 218;
const LEFT = 46;
const TOP = 10;
const BOTTOM = 194;
const LOWEST = -16;
const HIGHEST = 2;
const STEPS = 7;

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power: number): string =>
  `${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]).join("")}`;

/** The finding of the plot in one sentence. */
export function caption(now: Probe | null): string {
  if (now === null || !Number.isFinite(now.grad)) return "No slope to compare with here.";
  if (kink(now) !== null) return "At a kink no h helps.";
  const points = errors(now, method.value);
  const least = best(points);
  if (least === null) return "No quotient has a finite value here.";
  if (points.every((point) => point.error === 0)) return "Exact for every h.";
  return `Best ${method.value} h here: about 10${raised(Math.round(Math.log10(least.h)))}.`;
}

export function Errors(): JSX.Element {
  const [box, width] = useWidth(508);
  const right = width - 78;
  const now = probe.value;
  const across = (h: number): number => LEFT + ((Math.log10(h) + 14) / 14) * (right - LEFT);
  const up = (error: number): number => {
    const power = error === 0 ? LOWEST : Math.max(LOWEST, Math.min(HIGHEST, Math.log10(error)));
    return BOTTOM - ((power - LOWEST) / (HIGHEST - LOWEST)) * (BOTTOM - TOP);
  };
  const lines = (["forward", "central"] as const).map((name) => ({
    name,
    points: now === null || !Number.isFinite(now.grad) ? [] : errors(now, name),
  }));
  const places = apart(
    lines.map(({ points }) => up(points[0]?.error ?? 0)),
    16,
    TOP + 4,
    BOTTOM - 2,
  );
  const quotient = now === null ? Number.NaN : secant(now, method.value);
  const size = now === null || now.grad === 0 ? 1 : Math.abs(now.grad);
  const error = now === null ? Number.NaN : Math.abs(quotient - now.grad) / size;
  const isRelative = now !== null && now.grad !== 0;
  const isSmooth = now !== null && kink(now) === null;
  return (
    <figure ref={box as never}>
      <figcaption>
        <b>Error against h</b>
        <span>{caption(now)}</span>
      </figcaption>
      <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img">
        <title>
          {`${isRelative ? "Relative" : "Absolute"} error of the difference quotient against h, both axes logarithmic. ${caption(now)}`}
        </title>
        <g>
          {Array.from({ length: STEPS + 1 }, (_, k) => -14 + 2 * k).map((power) => (
            <g key={power}>
              <path class="grid" d={`M${across(10 ** power).toFixed(1)} ${TOP}V${BOTTOM}`} />
              <Power power={power} x={across(10 ** power)} y={BOTTOM + 14} kind="mid" />
            </g>
          ))}
          {[-16, -12, -8, -4, 0].map((power) => (
            <g key={power}>
              <path class="grid" d={`M${LEFT} ${up(10 ** power).toFixed(1)}H${right}`} />
              <Power power={power} x={LEFT - 6} y={up(10 ** power) + 3.6} kind="end" />
            </g>
          ))}
          <path class="axis" d={`M${LEFT} ${TOP}V${BOTTOM}H${right}`} />
          {lines.map(({ name, points }) => (
            <Line key={name} points={points} across={across} up={up} isChosen={name === method.value} />
          ))}
          {lines.map(
            ({ name, points }, index) =>
              points.length > 0 && (
                <text
                  key={name}
                  class={name === method.value ? "lab bold inkb" : "lab"}
                  x={right + 12}
                  y={(places[index] ?? 0) + 4}
                >
                  {name}
                </text>
              ),
          )}
          {isSmooth && (
            <>
              <text class="lab halo" x={LEFT + 12} y={BOTTOM - 10}>
                ← rounding
              </text>
              <text class="lab halo end" x={right - 10} y={up(1e-7)}>
                truncation →
              </text>
            </>
          )}
          {now !== null && (
            <path class="zero dash" d={`M${across(Math.min(1, now.h)).toFixed(1)} ${TOP}V${BOTTOM}`} />
          )}
          {now !== null && Number.isFinite(error) && (
            <circle class="pt grad now" cx={across(Math.min(1, now.h))} cy={up(error)} r="5" />
          )}
        </g>
      </svg>
      {isSmooth && (
        <p class="note">
          Right of the bottom the curve is bent between the two points (<b>truncation</b>): a smaller h helps.
          Left of it the two values of f agree in nearly all digits and their difference is noise (
          <b>rounding</b>): a smaller h hurts.{" "}
          <button
            class="link"
            type="button"
            onClick={() => setH(best(errors(now as Probe, method.value))?.h ?? 1)}
          >
            Take the best h
          </button>
        </p>
      )}
    </figure>
  );
}

function Power({ power, x, y, kind }: { power: number; x: number; y: number; kind: string }): JSX.Element {
  return (
    <text class={`tick ${kind}`} x={x} y={y}>
      10
      <tspan class="sup" dy="-4">
        {short(power)}
      </tspan>
    </text>
  );
}

function Line(props: {
  readonly points: readonly ErrorPoint[];
  readonly across: (h: number) => number;
  readonly up: (error: number) => number;
  readonly isChosen: boolean;
}): JSX.Element {
  const at = ({ h, error }: ErrorPoint): string =>
    `${props.across(h).toFixed(1)} ${props.up(error).toFixed(1)}`;
  return (
    <g class={props.isChosen ? "err-line" : "err-line soft"}>
      <path
        class="ln ink thin"
        d={props.points.map((point, i) => `${i === 0 ? "M" : "L"}${at(point)}`).join("")}
      />
      {props.points.map((point) => (
        <circle
          key={point.h}
          class={props.isChosen ? "pt" : "pt hollow"}
          cx={props.across(point.h)}
          cy={props.up(point.error)}
          r={props.isChosen ? 2 : 1.8}
        />
      ))}
    </g>
  );
}
