/** How many of some numbers lie where: bars over equal ranges around 0, or over steps of the numbers' own range. */
import type { JSX } from "preact";
import { count as counted, short } from "../format";
import { Axes, type Tick } from "../plot/axes";
import { type Bins, binned } from "./bins";
import { useSize } from "./use-size";

interface Props {
  readonly title: string;
  readonly values: ArrayLike<number>;
  readonly tone: "data" | "grad";
  /** Beside the title; how many values there are, without it. */
  readonly note?: string;
  readonly height?: number;
}

const HEIGHT = 96;
/** Between two bars. */
const GAP = 1;

function spoken(title: string, { low, high, total, counts, broken }: Bins): string {
  if (total === 0) return `${title}: no numbers yet.`;
  const most = Math.max(...counts);
  const wide = (high - low) / counts.length;
  const from = low + counts.indexOf(most) * wide;
  const rest = broken === 0 ? "" : ` ${counted(broken)} are not finite.`;
  const range = `from ${short(low, 3)} to ${short(high, 3)}`;
  return `${title}: ${counted(total)} values ${range}, most of them, ${counted(most)}, between ${short(from, 3)} and ${short(from + wide, 3)}.${rest}`;
}

function Bars({ bins, tone, title, width, height }: Props & { bins: Bins; width: number; height: number }) {
  const most = Math.max(1, ...bins.counts);
  const left = 12 + 6.4 * counted(most).length;
  const area = { left, right: width - 16, top: 6, bottom: height - 18 };
  const bar = (area.right - area.left) / bins.counts.length;
  const scale = (area.bottom - area.top) / most;
  const at = (value: number): number =>
    area.left + ((value - bins.low) / (bins.high - bins.low)) * (area.right - area.left);
  const middle = bins.low < 0 && bins.high > 0 ? [0] : [];
  const columns: Tick[] = [bins.low, ...middle, bins.high].map((value) => ({
    at: at(value),
    text: short(value, 3),
  }));
  const rows: Tick[] = [
    { at: area.bottom, text: "0" },
    { at: area.top, text: counted(most) },
  ];
  return (
    <svg
      class="plot"
      role="img"
      aria-label={spoken(title, bins)}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <Axes area={area} grid="none" columns={columns} rows={bins.total === 0 ? [] : rows} />
      {bins.counts.map((count, index) => (
        <rect
          key={index}
          class={`hist ${tone}`}
          x={(area.left + index * bar + GAP / 2).toFixed(1)}
          y={(area.bottom - count * scale).toFixed(1)}
          width={Math.max(0.5, bar - GAP).toFixed(1)}
          height={(count * scale).toFixed(1)}
        />
      ))}
      {middle.length > 0 && <path class="zero" d={`M${at(0).toFixed(1)} ${area.top}V${area.bottom}`} />}
    </svg>
  );
}

export function Histogram(props: Props): JSX.Element {
  const { title, values, tone, height = HEIGHT } = props;
  const [box, size] = useSize({ width: 288, height });
  const bins = binned(values);
  return (
    <div class="histogram">
      <div class="curve-head">
        <h3>{title}</h3>
        <small>{props.note ?? `${counted(values.length)} values, ${tone}`}</small>
      </div>
      <div class="curve-box" ref={box} style={{ height: `${height}px` }}>
        <Bars {...props} bins={bins} width={size.width} height={height} />
      </div>
      {bins.broken > 0 && (
        <p class="curve-notes err">{`Not shown: ${counted(bins.broken)} that ${bins.broken === 1 ? "is" : "are"} not finite.`}</p>
      )}
    </div>
  );
}
