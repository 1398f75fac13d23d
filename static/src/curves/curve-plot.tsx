/**
 * Values over the steps of a run, as they come: read out with the pointer or the arrow keys, zoomed, with earlier runs
 * behind them. The axis ends at the run's last step, so that nothing moves while it lasts. Knows no page.
 */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { count as counted } from "../format";
import type { Domain } from "../plot/frame";
import { type CurveProps, type Plot, plotOf, usual } from "./curve";
import { Drawing } from "./drawing";
import { countNotPositive } from "./range";
import { ReadStep } from "./read-step";
import { Reader } from "./reader";
import { type Reading, readings, spokenReadings } from "./readout";
import { countOf, placeOf } from "./series";
import { type Size, useSize } from "./use-size";

const FIRST: Size = { width: 480, height: 160 };

function Heading({ props, plot }: { props: CurveProps; plot: Plot }): JSX.Element {
  const { smooth = 1, shown = null, written = usual } = props;
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
  const { title, height, smooth = 1, shown = null, bare = false, written = usual } = props;
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
            size={size}
            steps={plot.steps}
            whole={plot.whole}
            at={plot.at}
            read={read}
            start={shown ?? plot.at.at(-1) ?? null}
            spoken={(step) => spokenReadings(step, found(step), written)}
            onRead={setCursor}
            onZoom={setZoom}
            onShow={props.onShow}
          />
        )}
        {read !== null && read >= plot.steps[0] && read <= plot.steps[1] && (
          <ReadStep plot={plot} read={read} found={found(read)} written={written} />
        )}
      </div>
      <Notes props={props} zoomed={zoom !== null} onReset={() => setZoom(null)} />
    </div>
  );
}
