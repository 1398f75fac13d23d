/** The output over the steps of a descent: taken steps as a line, steps ahead dashed. */
import type { JSX } from "preact";
import { short } from "../format";

const WIDTH = 186;
const HEIGHT = 75;
const LEFT = 50;
const RIGHT = 178;
const TOP = 6;
const BOTTOM = 56;
/** What two ticks need between them. */
const TICKS = 44;
/** More points than pixels are not drawn. */
const POINTS = 200;

interface Props {
  readonly taken: readonly number[];
  readonly ahead: readonly number[];
}

type Point = readonly [step: number, value: number];

/** Points that can be drawn: finite, no more of them than pixels, the last one always. */
function drawn(values: readonly number[], first: number): Point[] {
  const every = Math.max(1, Math.ceil(values.length / POINTS));
  const isKept = (index: number): boolean => index % every === 0 || index === values.length - 1;
  return values.flatMap((value, index): Point[] =>
    Number.isFinite(value) && isKept(index) ? [[first + index, value]] : [],
  );
}

/** Short enough for the axis. */
function tick(value: number): string {
  const text = short(Number(value.toPrecision(3)));
  return text.length <= 6 ? text : short(Number(value.toPrecision(2)));
}

export function describe({ taken, ahead }: Props): string {
  const first = taken[0];
  const last = taken.at(-1);
  if (first === undefined || last === undefined) return "No output to descend on yet.";
  const past =
    taken.length === 1
      ? `now ${short(last)}`
      : `from ${short(first)} to ${short(last)} in ${taken.length - 1} steps`;
  const end = ahead.at(-1);
  return end === undefined
    ? `Output: ${past}.`
    : `Output: ${past}; ${ahead.length - 1} more steps lead to ${short(end)}.`;
}

/** Where a point stands in the plot. */
function scales(points: readonly Point[], steps: number) {
  const values = points.map(([, value]) => value);
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const x = (step: number): number => LEFT + ((RIGHT - LEFT) * step) / Math.max(1, steps);
  const share = (value: number): number => (high === low ? 0.5 : (high - value) / (high - low));
  const y = (value: number): number => TOP + (BOTTOM - TOP) * share(value);
  const path = (line: readonly Point[]): string =>
    line
      .map(([step, value], index) => `${index === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`)
      .join("");
  return { ends: high === low ? [high] : [high, low], x, y, path };
}

export function Curve({ taken, ahead }: Props): JSX.Element {
  const now = Math.max(0, taken.length - 1);
  const past = drawn(taken, 0);
  const future = drawn([taken.at(-1) ?? Number.NaN, ...ahead.slice(1)], now);
  const steps = now + Math.max(0, ahead.length - 1);
  const { ends, x, y, path } = scales([...past, ...future], steps);
  const end = taken.at(-1);
  // Near the end the two ticks would lie over each other: then they are one.
  const isCrowded = future.length > 1 && now > 0 && RIGHT - x(now) < TICKS;
  return (
    <svg class="plot" role="img" aria-label={describe({ taken, ahead })} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <path class="axis" d={`M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}`} />
      {past.length > 0 &&
        ends.map((value) => (
          <g key={value}>
            <path class="grid" d={`M${LEFT} ${y(value)}H${RIGHT}`} />
            <text class="tick end" x={LEFT - 9} y={y(value) + 3.6}>
              {tick(value)}
            </text>
          </g>
        ))}
      {past.length > 0 && !isCrowded && (
        <text class={now === 0 ? "tick" : "tick mid"} x={x(now)} y={BOTTOM + 14}>
          {now === 0 ? "now" : now}
        </text>
      )}
      {future.length > 1 && (
        <text class="tick end" x={RIGHT} y={BOTTOM + 14}>
          {isCrowded && `${now} `}+{ahead.length - 1}
        </text>
      )}
      {future.length > 1 && <path class="ln data dash" d={path(future)} />}
      {past.length > 1 && <path class="ln data" d={path(past)} />}
      {end !== undefined && Number.isFinite(end) && <circle class="pt data" cx={x(now)} cy={y(end)} r="4" />}
    </svg>
  );
}
