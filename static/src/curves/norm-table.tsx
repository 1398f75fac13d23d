/** Norms by layer or list at one step, each with its own line over the steps, and what they say. */
import type { JSX } from "preact";
import { count as counted } from "../format";
import { lineOf } from "./lines";
import { type NormRow, norm, remarks } from "./norms";
import { frameOf, stepsRange, valuesOf } from "./range";

interface Props {
  readonly rows: readonly NormRow[];
  /** What a row is. */
  readonly kind?: string;
  readonly shown?: number | null;
  readonly total?: number | null;
}

const AREA = { left: 0.5, right: 199.5, top: 2, bottom: 18 };

/** A line with a logarithmic scale of its own. */
function Sparkline({ row, shown, total }: { row: NormRow; shown: number | null; total: number | null }) {
  const { at = [], values = [], name } = row;
  const series = { name, tone: "grad" as const, at, values };
  const steps = stepsRange([series], total);
  const frame = frameOf(AREA, steps, valuesOf([series], steps, true), true);
  return (
    <svg class="spark" viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-line" d={lineOf({ frame, steps, log: true }, series, 0, at.length)} />
      {shown !== null && <path class="spark-shown" d={`M${frame.x(shown).toFixed(1)} 0V20`} />}
    </svg>
  );
}

const written = (value: number | null): string => (value === null ? "–" : norm(value));

export function NormTable({ rows, kind = "layer", shown = null, total = null }: Props): JSX.Element {
  const hasLines = rows.some(({ at = [] }) => at.length > 1);
  return (
    <div class="norms">
      <table>
        <thead>
          <tr>
            <th scope="col">{kind}</th>
            {hasLines ? <th scope="col">‖grad‖, own log scale</th> : <th scope="col">size</th>}
            <th scope="col">{shown === null ? "grad norm" : `step ${counted(shown)}`}</th>
            <th scope="col">
              <abbr title="Norm of the update over norm of the weights">upd / w</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{hasLines ? <Sparkline row={row} shown={shown} total={total} /> : counted(row.size)}</td>
              <td class="grad">{written(row.grad)}</td>
              <td>{written(row.update)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {remarks(rows).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
