/** The picture of a curve: axes, lines and marks. */
import { Axes, Clip } from "../plot/axes";
import { type CurveProps, type Plot, usual } from "./curve";
import { describe } from "./describe";
import { columnsOf } from "./layout";
import { Lines } from "./lines";
import { Broken, EarlierEnds, NewestPoints, ShownStep } from "./marks";
import type { Size } from "./use-size";

export function Drawing({
  props,
  plot,
  size,
  id,
}: {
  props: CurveProps;
  plot: Plot;
  size: Size;
  id: string;
}) {
  const { frame, rows, series, means, earlier, newest } = plot;
  const { area } = frame;
  const { shown = null, total = null, written = usual } = props;
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
      <NewestPoints view={plot} all={newest} total={total} written={written} />
    </svg>
  );
}
