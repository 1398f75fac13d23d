/** The step that is read out, on the plot: its line, its points and its values. */
import type { JSX } from "preact";
import type { Plot } from "./curve";
import { type Reading, Readout } from "./readout";
import { placeOf } from "./series";

/** The line of the step that is read out, and its values. */
export function ReadStep({
  plot,
  read,
  found,
  written,
}: {
  plot: Plot;
  read: number;
  found: readonly Reading[];
  written: (value: number) => string;
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
        written={written}
        newest={first === undefined ? null : [first.x, first.y]}
      />
    </>
  );
}
