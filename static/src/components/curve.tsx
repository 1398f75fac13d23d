/** The output over the steps of a descent: taken steps as a line, steps ahead dashed. */
import type { JSX } from "preact";
import { short } from "../format";
import { Axes, type Tick } from "../plot/axes";
import { linear } from "../plot/frame";
import { type Point, path } from "../plot/line";

const WIDTH = 186;
const HEIGHT = 75;
const AREA = { left: 50, right: 178, top: 6, bottom: 56 };
/** What two ticks need between them. */
const TICKS = 44;
/** More points than pixels are not drawn. */
const POINTS = 200;

interface Props {
  readonly taken: readonly number[];
  readonly ahead: readonly number[];
}

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

function describe({ taken, ahead }: Props): string {
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

/** The steps that the axis names: how many were taken, and how many more lie ahead. */
function stepTicks(at: number, now: number, ahead: number): Tick[] {
  const { right } = AREA;
  // Near the end the two ticks would lie over each other: then they are one.
  const isCrowded = ahead > 0 && now > 0 && right - at < TICKS;
  const here: Tick = now === 0 ? { at, text: "now", anchor: "start" } : { at, text: now };
  const end: Tick = { at: right, text: `${isCrowded ? `${now} ` : ""}+${ahead}`, anchor: "end" };
  return [...(isCrowded ? [] : [here]), ...(ahead > 0 ? [end] : [])];
}

export function Curve({ taken, ahead }: Props): JSX.Element {
  const now = Math.max(0, taken.length - 1);
  const past = drawn(taken, 0);
  const future = drawn([taken.at(-1) ?? Number.NaN, ...ahead.slice(1)], now);
  const values = [...past, ...future].map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const { x, y } = linear(AREA, [0, Math.max(1, now + Math.max(0, ahead.length - 1))], [low, high]);
  const line = (points: readonly Point[]): string => path(points.map(([step, value]) => [x(step), y(value)]));
  const rows = [...new Set([high, low])].map((value) => ({ at: y(value), text: tick(value) }));
  const [isEmpty, isAhead] = [past.length === 0, future.length > 1];
  const end = past.at(-1);
  return (
    <svg class="plot" role="img" aria-label={describe({ taken, ahead })} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <Axes
        area={AREA}
        grid="rows"
        columns={isEmpty ? [] : stepTicks(x(now), now, isAhead ? ahead.length - 1 : 0)}
        rows={isEmpty ? [] : rows}
      />
      {isAhead && <path class="ln data dash" d={line(future)} />}
      {past.length > 1 && <path class="ln data" d={line(past)} />}
      {end?.[0] === now && <circle class="pt data" cx={x(now)} cy={y(end[1])} r="4" />}
    </svg>
  );
}
