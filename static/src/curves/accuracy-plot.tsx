/** Shares of cases that are right over the steps of a run, in per cent. */
import type { JSX } from "preact";
import { short } from "../format";
import type { CurveProps } from "./curve";
import { CurvePlot } from "./curve-plot";
import type { Series } from "./series";

const percent = (value: number): string => `${short(value, 4)}%`;

/** Programs give shares of 1 or of 100. */
const scaleOf = (all: readonly Series[]): number =>
  all.every(({ values }) => values.every((value) => !(value > 1))) ? 100 : 1;

/** From a round number below the lowest, from 50 where none is lower: a guess among two. */
function lowest(all: readonly Series[]): number {
  let low = 50;
  for (const { values } of all) for (const value of values) if (value < low) low = value;
  return Math.max(0, Math.floor(low / 25) * 25);
}

export function AccuracyPlot(props: CurveProps): JSX.Element {
  const { series, earlier = [] } = props;
  const scale = scaleOf([...series, ...earlier.flatMap((run) => run.series)]);
  const scaled = (all: readonly Series[]): readonly Series[] =>
    scale === 1 ? all : all.map((each) => ({ ...each, values: each.values.map((value) => value * scale) }));
  const shown = scaled(series);
  const before = earlier.map((run) => ({ ...run, series: scaled(run.series) }));
  const low = lowest([...shown, ...before.flatMap((run) => run.series)]);
  return (
    <CurvePlot {...props} series={shown} earlier={before} log={false} values={[low, 100]} written={percent} />
  );
}
