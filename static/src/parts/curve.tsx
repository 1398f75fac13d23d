/** The output over the steps of a descent: taken steps as a line, steps ahead dashed. */
import type { JSX } from "preact";
import { card, short } from "../format";

const WIDTH = 186;
const HEIGHT = 75;
const LEFT = 50;
const RIGHT = 178;
const TOP = 6;
const BOTTOM = 56;
/** More points than pixels are not drawn. */
const POINTS = 200;

interface Props {
  readonly taken: readonly number[];
  readonly ahead: readonly number[];
}

function thin(count: number): number[] {
  const every = Math.max(1, Math.ceil(count / POINTS));
  const kept = Array.from({ length: count }, (_, index) => index).filter((index) => index % every === 0);
  return kept.at(-1) === count - 1 ? kept : [...kept, count - 1];
}

/** Short enough for the axis: at most six characters. */
function tick(value: number): string {
  const text = short(Number(value.toPrecision(3)));
  return text.length <= 6 ? text : card(value).slice(0, 7);
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

export function Curve({ taken, ahead }: Props): JSX.Element {
  const future = ahead.slice(1);
  const all = [...taken, ...future].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const count = Math.max(2, taken.length + future.length);
  const x = (index: number): number => LEFT + ((RIGHT - LEFT) * index) / (count - 1);
  const y = (value: number): number =>
    high === low ? (TOP + BOTTOM) / 2 : TOP + ((BOTTOM - TOP) * (high - value)) / (high - low);
  const path = (points: readonly (readonly [number, number])[]): string =>
    points
      .map(([at, value], index) => `${index === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
      .join("");
  const now = taken.length - 1;
  const past = thin(taken.length).map((index): [number, number] => [index, taken[index] ?? 0]);
  const next = [taken.at(-1) ?? 0, ...future].map((value, index): [number, number] => [now + index, value]);
  const end = taken.at(-1);
  return (
    <svg class="plot" role="img" aria-label={describe({ taken, ahead })} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <path class="axis" d={`M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}`} />
      {end !== undefined && (
        <>
          {[high, low].slice(0, high === low ? 1 : 2).map((value) => (
            <g key={value}>
              <path class="grid" d={`M${LEFT} ${y(value)}H${RIGHT}`} />
              <text class="tick end" x={LEFT - 9} y={y(value) + 3.6}>
                {tick(value)}
              </text>
            </g>
          ))}
          <text class={now === 0 ? "tick" : "tick mid"} x={x(now)} y={BOTTOM + 14}>
            {now === 0 ? "now" : `${now}`}
          </text>
          {future.length > 0 && (
            <text class="tick end" x={RIGHT} y={BOTTOM + 14}>
              +{future.length}
            </text>
          )}
          {future.length > 0 && <path class="ln data dash" d={path(next)} />}
          {past.length > 1 && <path class="ln data" d={path(past)} />}
          <circle class="pt data" cx={x(now)} cy={y(end)} r="4" />
        </>
      )}
    </svg>
  );
}
