/** What a plot says of one step: the mean where it is smoothed, the value itself, and what earlier runs had there. */
import type { JSX } from "preact";
import { count } from "../format";
import type { Area } from "../plot/frame";
import { placeReadout } from "./layout";
import { type EarlierSeries, placeOf, type Series } from "./series";

const CHARACTER = 6.9;
const HEAD = 36;
const ROW = 18;

/** How a value is written. */
type Written = (value: number) => string;

export interface Reading {
  readonly name: string;
  readonly value: number;
  readonly tone: Series["tone"] | "muted";
}

/** What is read at a step, in the order in which it is shown; a step that a series does not have is left out. */
export function readings(
  step: number,
  series: readonly Series[],
  means: readonly Series[],
  earlier: readonly EarlierSeries[],
  smooth: number,
): Reading[] {
  const one = (each: Series, name: string, tone: Reading["tone"]): Reading[] => {
    const value = each.values[placeOf(each, step)];
    return value === undefined ? [] : [{ name, value, tone }];
  };
  const named = (each: Series, name: string): string => (series.length > 1 ? `${each.name}, ${name}` : name);
  return [
    ...series.flatMap((each, index) => [
      ...(smooth > 1 ? one(means[index] ?? each, named(each, `mean of ${smooth}`), each.tone) : []),
      ...one(each, series.length > 1 && smooth <= 1 ? each.name : named(each, "this step"), each.tone),
    ]),
    ...earlier.flatMap((run) =>
      run.series.flatMap((each) =>
        one(each, run.series.length > 1 ? `${run.label}, ${each.name}` : run.label, "muted"),
      ),
    ),
  ];
}

/** The same in one sentence. */
export const spokenReadings = (step: number, found: readonly Reading[], written: Written): string =>
  `step ${count(step)}: ${found.map(({ name, value }) => `${name} ${written(value)}`).join(", ")}`;

export function Readout(props: {
  readonly area: Area;
  readonly x: number;
  readonly step: number;
  readonly found: readonly Reading[];
  readonly written: Written;
  readonly newest: readonly [number, number] | null;
}): JSX.Element {
  const texts = props.found.map(({ name, value }) => [name, props.written(value)] as const);
  const longest = Math.max(10, ...texts.map(([name, value]) => name.length + value.length));
  const size = {
    width: Math.min(props.area.right - props.area.left, Math.ceil(longest * CHARACTER) + 40),
    height: HEAD + ROW * texts.length,
  };
  const { left, top } = placeReadout(props.area, props.x, size, props.newest);
  return (
    <div
      class="curve-readout"
      aria-hidden="true"
      style={{ left: `${left}px`, top: `${top}px`, width: `${size.width}px` }}
    >
      <b>step {count(props.step)}</b>
      {texts.map(([name, value], index) => (
        <span key={name}>
          <i>{name}</i> <b class={`mono ${props.found[index]?.tone}`}>{value}</b>
        </span>
      ))}
    </div>
  );
}
