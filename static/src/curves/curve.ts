/** What a curve is asked to show, and what of it is drawn in a picture of a size. */
import type { ComponentChildren } from "preact";
import { short } from "../format";
import type { Domain } from "../plot/frame";
import { areaOf, rowsOf } from "./layout";
import type { View } from "./lines";
import { type Newest, newestOf } from "./marks";
import { frameOf, stepsRange, valuesOf } from "./range";
import { type EarlierSeries, type Series, stepsOf, withMeans } from "./series";
import type { Size } from "./use-size";

export interface CurveProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly earlier?: readonly EarlierSeries[];
  /** The run's last step, where it is known. */
  readonly total?: number | null;
  /** The step whose numbers the page shows; null for the newest. */
  readonly shown?: number | null;
  readonly onShow?: ((step: number) => void) | undefined;
  readonly log?: boolean;
  /** Means of so many values; 1 for none. */
  readonly smooth?: number;
  /** Of the plot alone, in pixels; without it the plot takes the room that its place has. */
  readonly height?: number;
  /** One sentence with what is to be seen, in place of the usual one. */
  readonly spoken?: string;
  /** No heading: the page has one. */
  readonly bare?: boolean;
  /** Beside the heading, such as CurveTools. */
  readonly tools?: ComponentChildren;
  /** How a value is written. */
  readonly written?: (value: number) => string;
  /** Ends of the axis of values, where they are known beforehand. */
  readonly values?: Domain;
}

/** A number of a plot as it is read: four digits. */
export const usual = (value: number): string => short(value, DIGITS);
const NOTHING: readonly EarlierSeries[] = [];
const DIGITS = 4;

/** What is drawn, worked out once a rendering. */
export interface Plot extends View {
  readonly series: readonly Series[];
  readonly means: readonly Series[];
  readonly earlier: readonly EarlierSeries[];
  readonly newest: readonly Newest[];
  readonly at: readonly number[];
  readonly whole: Domain;
  readonly rows: ReturnType<typeof rowsOf>;
}

export function plotOf(props: CurveProps, size: Size, zoom: Domain | null): Plot {
  const { series, log = false, smooth = 1, total = null } = props;
  const earlier = (props.earlier ?? NOTHING).map((run) => ({
    ...run,
    series: withMeans(run.series, smooth),
  }));
  const means = withMeans(series, smooth);
  const drawn = [...series, ...earlier.flatMap((run) => run.series)];
  const whole = stepsRange(drawn, total);
  const steps = zoom ?? whole;
  const values = props.values ?? valuesOf(drawn, steps, log);
  const rough = frameOf(areaOf(size, [], false), steps, values, log);
  const texts = rowsOf(rough.y, size.height, log).map(({ value }) => short(value, DIGITS));
  const area = areaOf(size, texts, earlier.length > 0);
  const frame = frameOf(area, steps, values, log);
  const view = { frame, steps, log };
  const rows = rowsOf(frame.y, area.bottom - area.top, log);
  return { ...view, series, means, earlier, newest: newestOf(view, means), at: stepsOf(series), whole, rows };
}
