/**
 * Values over the steps of a run, as they come: read out with the pointer or the arrow keys, zoomed, with earlier runs
 * behind them. The axis ends at the run's last step, so that nothing moves while it goes on. Knows no page.
 */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { count as counted, short } from "../format";
import { Axes, Clip } from "../plot/axes";
import type { Domain } from "../plot/frame";
import { describe } from "./describe";
import { areaOf, columnsOf, rowsOf } from "./layout";
import { Lines, type View } from "./lines";
import { Broken, EarlierEnds, type Newest, NewestPoints, newestOf, ShownStep } from "./marks";
import { countNotPositive, frameOf, stepsRange, valuesOf } from "./range";
import { Reader } from "./reader";
import { type Reading, Readout, readings, spokenReadings } from "./readout";
import { countOf, type EarlierSeries, placeOf, type Series, stepsOf, withMeans } from "./series";
import { type Size, useSize } from "./use-size";

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
  /** How a value is written in the heading. */
  readonly written?: (value: number) => string;
  /** Ends of the axis of values, where they are known beforehand. */
  readonly values?: Domain;
}

const NOTHING: readonly EarlierSeries[] = [];
const DIGITS = 4;
const FIRST: Size = { width: 480, height: 160 };

/** What is drawn, worked out once a rendering. */
interface Plot extends View {
  readonly series: readonly Series[];
  readonly means: readonly Series[];
  readonly earlier: readonly EarlierSeries[];
  readonly newest: readonly Newest[];
  readonly at: readonly number[];
  readonly whole: Domain;
  readonly rows: ReturnType<typeof rowsOf>;
}

function plotOf(props: CurveProps, size: Size, zoom: Domain | null): Plot {
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

function Heading({ props, plot }: { props: CurveProps; plot: Plot }): JSX.Element {
  const { smooth = 1, shown = null, written = (value: number) => short(value, DIGITS) } = props;
  const [first] = plot.means;
  const place = first === undefined ? -1 : shown === null ? countOf(first) - 1 : placeOf(first, shown);
  const value = first?.values[place];
  return (
    <div class="curve-head">
      <h3>{props.title}</h3>
      {value !== undefined && <b class={`mono ${first?.tone}`}>{written(value)}</b>}
      <small>
        {smooth > 1 && `mean of the last ${smooth} steps`}
        {shown !== null && value !== undefined && ` at step ${counted(shown)}`}
      </small>
      {props.tools}
    </div>
  );
}

function Drawing({ props, plot, size, id }: { props: CurveProps; plot: Plot; size: Size; id: string }) {
  const { frame, rows, series, means, earlier, newest } = plot;
  const { area } = frame;
  const { shown = null, total = null } = props;
  const last = newest[0]?.step;
  return (
    <svg
      class="plot"
      role="img"
      aria-label={props.spoken ?? describe(props.title, series, total)}
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
    >
      <Axes
        area={area}
        columns={columnsOf(frame.x, area.right - area.left)}
        rows={rows.map(({ tick }) => tick)}
      />
      <Clip id={id} area={{ ...area, top: area.top - 4, bottom: area.bottom + 1 }} />
      <g clip-path={`url(#${id})`}>
        <Lines view={plot} series={series} means={means} earlier={earlier} />
      </g>
      <Broken view={plot} series={series} />
      <EarlierEnds view={plot} earlier={earlier} />
      {shown !== null && shown !== last && <ShownStep view={plot} shown={shown} series={means} />}
      <NewestPoints view={plot} all={newest} total={total} />
    </svg>
  );
}

/** The line of the step that is read out, and its values. */
function ReadStep({
  plot,
  read,
  found,
}: {
  plot: Plot;
  read: number;
  found: readonly Reading[];
}): JSX.Element {
  const { frame, newest, means, earlier } = plot;
  const { area, x, y } = frame;
  const points = [...means, ...earlier.flatMap(({ series }) => series)].flatMap((each) => {
    const value = each.values[placeOf(each, read)];
    return value !== undefined && Number.isFinite(y(value)) ? [{ tone: each.tone, y: y(value) }] : [];
  });
  const [first] = newest;
  return (
    <>
      <i
        class="curve-cursor"
        style={{ left: `${x(read)}px`, top: `${area.top}px`, height: `${area.bottom - area.top}px` }}
      />
      {points.map((point, index) => (
        <i
          key={index}
          class={`curve-point ${index < means.length ? point.tone : "muted"}`}
          style={{ left: `${x(read)}px`, top: `${point.y}px` }}
        />
      ))}
      <Readout
        area={area}
        x={x(read)}
        step={read}
        found={found}
        newest={first === undefined ? null : [first.x, first.y]}
      />
    </>
  );
}

function Notes({ props, zoomed, onReset }: { props: CurveProps; zoomed: boolean; onReset: () => void }) {
  const left = props.log === true ? countNotPositive(props.series) : 0;
  if (left === 0 && !zoomed) return null;
  return (
    <p class="curve-notes">
      {left > 0 && (
        <span>{`Left out: ${counted(left)} ${left === 1 ? "value" : "values"} of 0 or less.`}</span>
      )}
      {zoomed && (
        <button class="btn sm" type="button" onClick={onReset}>
          Show all steps
        </button>
      )}
    </p>
  );
}

export function CurvePlot(props: CurveProps): JSX.Element {
  const { title, height, smooth = 1, shown = null, bare = false } = props;
  const [box, size] = useSize(height === undefined ? FIRST : { ...FIRST, height });
  const [zoom, setZoom] = useState<Domain | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const id = useId();
  const plot = plotOf(props, size, zoom);
  const read = cursor !== null && placeOf({ at: plot.at }, cursor) >= 0 ? cursor : null;
  const found = (step: number): Reading[] => readings(step, plot.series, plot.means, plot.earlier, smooth);
  return (
    <div class="curve">
      {!bare && <Heading props={props} plot={plot} />}
      <div class="curve-box" ref={box} style={height === undefined ? {} : { height: `${height}px` }}>
        <Drawing props={props} plot={plot} size={size} id={id} />
        {plot.at.length > 0 && (
          <Reader
            label={`${title}, read by step`}
            frame={plot.frame}
            steps={plot.steps}
            whole={plot.whole}
            at={plot.at}
            read={read}
            start={shown ?? plot.at.at(-1) ?? null}
            spoken={(step) => spokenReadings(step, found(step))}
            onRead={setCursor}
            onZoom={setZoom}
            onShow={props.onShow}
          />
        )}
        {read !== null && read >= plot.steps[0] && read <= plot.steps[1] && (
          <ReadStep plot={plot} read={read} found={found(read)} />
        )}
      </div>
      <Notes props={props} zoomed={zoom !== null} onReset={() => setZoom(null)} />
    </div>
  );
}
