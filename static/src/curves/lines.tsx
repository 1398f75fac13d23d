/** The lines of a plot: each value thin and the mean thick, a preview dashed, runs before this one grey. */
import type { JSX } from "preact";
import { clamp, type Domain, type Frame } from "../plot/frame";
import { type Point, path } from "../plot/line";
import { pieces } from "./columns";
import { drawnOn, within } from "./range";
import { countOf, type EarlierSeries, type Series } from "./series";

/** A line may leave the picture by so much; further away no picture can tell. */
const FAR = 4_000;

/** A frame and what it shows. */
export interface View {
  readonly frame: Frame;
  readonly steps: Domain;
  readonly log: boolean;
}

type Drawn = Pick<Series, "at" | "values">;

/** The path of the values between two places of a series; two of them for each column of pixels. */
export function lineOf({ frame, steps, log }: View, series: Drawn, first: number, last: number): string {
  const { area, y } = frame;
  const [from, to] = within(series, steps);
  const scale = (area.right - area.left) / (steps[1] - steps[0]);
  const column = (step: number): number => Math.floor((step - steps[0]) * scale);
  const range = [Math.max(from, first), Math.min(to, last)] as const;
  const point = (place: number): Point => [
    area.left + ((series.at[place] ?? 0) - steps[0]) * scale,
    clamp(y(series.values[place] ?? 0), -FAR, FAR),
  ];
  return pieces(series, range, column, drawnOn(log))
    .map((piece) => path(piece.length > 1 ? piece.map(point) : [...piece, ...piece].map(point)))
    .join("");
}

function Line({ view, series, means }: { view: View; series: Series; means: Series }): JSX.Element {
  const count = countOf(series);
  return (
    <>
      {series.at.length > count && (
        <path
          class={`ln ${series.tone} dash`}
          d={lineOf(view, series, Math.max(0, count - 1), series.at.length)}
        />
      )}
      {means !== series && <path class={`ln ${series.tone} thin raw`} d={lineOf(view, series, 0, count)} />}
      <path class={`ln ${series.tone}`} d={lineOf(view, means, 0, count)} />
    </>
  );
}

export function Lines(props: {
  readonly view: View;
  readonly series: readonly Series[];
  /** The same series, smoothed if they are. */
  readonly means: readonly Series[];
  readonly earlier: readonly EarlierSeries[];
}): JSX.Element {
  const { view, series, means, earlier } = props;
  return (
    <>
      {earlier.flatMap((run) =>
        run.series.map((each) => (
          <path
            key={`${run.label} ${each.name}`}
            class="ln earlier"
            d={lineOf(view, each, 0, countOf(each))}
          />
        )),
      )}
      {series.map((each, index) => (
        <Line key={each.name} view={view} series={each} means={means[index] ?? each} />
      ))}
    </>
  );
}
