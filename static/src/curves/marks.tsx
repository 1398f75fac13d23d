/** What is marked on a plot: the newest point, the step that is shown, values that are not numbers, ends of earlier runs. */
import type { JSX } from "preact";
import { count as counted, short } from "../format";
import { dodge } from "../plot/labels";
import { ROOMY } from "./layout";
import type { View } from "./lines";
import { drawnOn } from "./range";
import { countOf, type EarlierSeries, firstBroken, placeOf, type Series } from "./series";

/** A line of text under another. */
const LINE = 15;
/** A character of a label. */
const CHARACTER = 6.6;
/** More labels of earlier runs than these are not read. */
const LABELS = 3;

export interface Newest {
  readonly series: Series;
  readonly step: number;
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/** The last value of each series that has a place on the plot. */
export function newestOf({ frame, steps, log }: View, all: readonly Series[]): Newest[] {
  const isDrawn = drawnOn(log);
  return all.flatMap((series): Newest[] => {
    const place = countOf(series) - 1;
    const step = series.at[place];
    const value = series.values[place];
    if (step === undefined || value === undefined || !isDrawn(value)) return [];
    if (step < steps[0] || step > steps[1]) return [];
    return [{ series, step, value, x: frame.x(step), y: frame.y(value) }];
  });
}

interface NewestProps {
  readonly view: View;
  readonly all: readonly Newest[];
  readonly total: number | null;
  readonly written: (value: number) => string;
}

/** The newest points with their values; of several series with their names. */
export function NewestPoints({ view, all, total, written }: NewestProps): JSX.Element {
  const { left, right, top, bottom } = view.frame.area;
  const isWide = right - left >= ROOMY;
  const isOver = all.every(({ step }) => total !== null && step >= total);
  const texts = all.map(({ series, value }) =>
    all.length > 1 ? `${series.name} ${written(value)}` : written(value),
  );
  const longest = Math.max(0, ...texts.map((text) => text.length), isWide && !isOver ? 16 : 0);
  const places = dodge(
    all.map(({ y }) => y),
    isWide && !isOver && all.length === 1 ? 2 * LINE : LINE,
    top + 8,
    bottom - 12,
  );
  return (
    <>
      {all.map(({ series, step, x, y }, index) => {
        const isRight = x + 14 + longest * CHARACTER <= right + 4;
        const place = isRight ? (places[index] ?? y) : Math.max(top + 2, (places[index] ?? y) - 10);
        const at = { x: isRight ? x + 13 : x - 4, class: `lab halo ${isRight ? "" : "end"}` };
        return (
          <g key={series.name}>
            <circle class={`glow ${series.tone}`} cx={x} cy={y} r="8.5" />
            <circle class={`pt ${series.tone}`} cx={x} cy={y} r="4.5" />
            <text {...at} class={`${at.class} now ${series.tone}`} y={place + 4}>
              {texts[index]}
            </text>
            {isRight && isWide && !isOver && all.length === 1 && (
              <text {...at} y={place + 4 + LINE}>
                now, step {counted(step)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** The step whose numbers the page shows: a dashed line, with its points. */
export function ShownStep(props: {
  readonly view: View;
  readonly shown: number;
  readonly series: readonly Series[];
}): JSX.Element | null {
  const { view, shown, series } = props;
  const { area, x, y } = view.frame;
  if (shown < view.steps[0] || shown > view.steps[1]) return null;
  const at = x(shown);
  const text = `step ${counted(shown)}, shown here`;
  const isRight = at + 8 + text.length * CHARACTER < area.right;
  return (
    <g class="shown-step">
      <path class="shown-line" d={`M${at.toFixed(1)} ${area.top}V${area.bottom}`} />
      {series.map((each) => {
        const value = each.values[placeOf(each, shown)];
        return (
          value !== undefined &&
          drawnOn(view.log)(value) && (
            <circle key={each.name} class={`pt hollow ${each.tone}`} cx={at} cy={y(value)} r="4.5" />
          )
        );
      })}
      {area.right - area.left >= ROOMY && (
        <text class={`lab halo ${isRight ? "" : "end"}`} x={at + (isRight ? 7 : -7)} y={area.bottom - 9}>
          {text}
        </text>
      )}
    </g>
  );
}

/** Where a series first has a value that is not a number. */
export function Broken({ view, series }: { view: View; series: readonly Series[] }): JSX.Element {
  const { area, x } = view.frame;
  return (
    <>
      {series.map((each) => {
        const broken = firstBroken(each);
        if (broken === null || broken.step < view.steps[0] || broken.step > view.steps[1]) return null;
        const at = x(broken.step);
        const isRight = at + 130 < area.right;
        return (
          <g key={each.name} class="broken">
            <path d={`M${at - 4} ${area.bottom - 10}l8 8m0-8l-8 8`} />
            <text class={`lab halo ${isRight ? "" : "end"}`} x={at + (isRight ? 9 : -9)} y={area.bottom - 3}>
              {short(broken.value)} at step {counted(broken.step)}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** What is read of an earlier run at its end, in two lines: what it is, and how it differed. */
const linesOf = (label: string): readonly string[] => {
  const [first = "", ...others] = label.split(/,\s*/);
  return others.length === 0 ? [first] : [first, others.join(", ")];
};

export function EarlierEnds(props: {
  readonly view: View;
  readonly earlier: readonly EarlierSeries[];
}): JSX.Element {
  const { area } = props.view.frame;
  const ends = props.earlier.slice(0, LABELS).flatMap(({ label, series }) => {
    const [newest] = newestOf(props.view, series.slice(0, 1));
    return newest === undefined ? [] : [{ label, ...newest }];
  });
  const places = dodge(
    ends.map(({ y }) => y),
    2 * LINE,
    area.top + 4,
    area.bottom - LINE,
  );
  return (
    <>
      {ends.map(({ label, x }, index) => (
        <text key={label} class="lab halo earlier-label" x={x + 7} y={(places[index] ?? 0) + 4}>
          {linesOf(label).map((line, row) => (
            <tspan key={line} x={x + 7} dy={row === 0 ? 0 : LINE}>
              {line}
            </tspan>
          ))}
        </text>
      ))}
    </>
  );
}
