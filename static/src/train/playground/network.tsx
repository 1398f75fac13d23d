/** The network of the shown step, neuron by neuron: what each gives for the chosen point, its grad, its weights as edges. */
import type { ComponentChildren, JSX } from "preact";
import { useSize } from "../../curves/use-size";
import { counted } from "../../format";
import type { Network as Layers } from "./forward";
import {
  type Column,
  columnsOf,
  type Layout,
  layoutOf,
  MOST,
  PLACE,
  SMALL,
  shown,
  WIDE,
  xOf,
  yOf,
} from "./layers";
import { Neuron } from "./neuron";
import { meansOf, type Playground, usePlayground } from "./state";

/** In a drawing there is no fieldset. */
const GROUP = { role: "group" } as const;
/** Edges between two layers that are drawn: the largest weights. */
const MOST_EDGES = 400;

/** The weights between two columns, largest last, so that they lie on top. */
function Edges({
  network,
  columns,
  at,
  layout,
}: {
  network: Layers;
  columns: readonly Column[];
  at: number;
  layout: Layout;
}): JSX.Element | null {
  const [layer, from, to] = [network[at], columns[at], columns[at + 1]];
  if (layer === undefined || from === undefined || to === undefined) return null;
  const edges: { j: number; k: number; w: number }[] = [];
  for (let k = 0; k < shown(to); k += 1)
    for (let j = 0; j < shown(from); j += 1) edges.push({ j, k, w: layer.w[k * layer.inputs + j] ?? 0 });
  edges.sort((one, other) => Math.abs(one.w) - Math.abs(other.w));
  const most = Math.max(1e-9, Math.abs(edges.at(-1)?.w ?? 0));
  const [x0, x1] = [xOf(at, layout) + WIDE, xOf(at + 1, layout)];
  const bend = layout.gap / 2;
  return (
    <g>
      {edges.slice(-MOST_EDGES).map(({ j, k, w }) => {
        const [y0, y1] = [j, k].map(
          (row, end) => yOf(end === 0 ? from : to, row, layout) + layout.row / 2 - 2,
        ) as [number, number];
        const size = Number.isFinite(w / most) ? Math.abs(w) / most : 0;
        return (
          <path
            key={`${j}-${k}`}
            class={w < 0 ? "pg-edge is-neg" : "pg-edge"}
            d={`M${x0} ${y0.toFixed(1)}C${x0 + bend} ${y0.toFixed(1)} ${x1 - bend} ${y1.toFixed(1)} ${x1} ${y1.toFixed(1)}`}
            style={{ strokeWidth: (0.4 + 2.6 * size).toFixed(2), opacity: (0.12 + 0.88 * size).toFixed(2) }}
          />
        );
      })}
    </g>
  );
}

function Drawn({ its, network }: { its: Playground; network: Layers }): JSX.Element {
  const rows = its.rows.value;
  const at = its.chosen.value;
  const point = (at === null ? undefined : rows?.rows[at]) ?? (rows === null ? [] : meansOf(rows));
  const columns = columnsOf(its, network, point);
  const [box, place] = useSize(PLACE);
  const layout = layoutOf(columns, place);
  const { height } = layout;
  const width = xOf(columns.length - 1, layout) + WIDE;
  const hasOff = columns.some((column, k) => k > 0 && k < columns.length - 1 && column.values.includes(0));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide drawing scrolls by keys */}
      <section class="pg-network-box" ref={box} tabIndex={0} aria-label="Drawing of the network">
        <svg
          class={layout.row < SMALL ? "pg-network is-small" : "pg-network"}
          width={width}
          height={height}
          viewBox={`-1 0 ${width + 2} ${height}`}
          aria-label="Network"
        >
          {columns.slice(0, -1).map((_, k) => (
            <Edges key={k} network={network} columns={columns} at={k} layout={layout} />
          ))}
          {columns.map((column, k) => {
            const most = Math.max(1e-9, ...column.values.map(Math.abs));
            const top = yOf(column, 0, layout) - 8;
            return (
              <g key={k} {...GROUP} aria-label={`${column.title}, ${column.note || "inputs"}`}>
                <text class="title" x={xOf(k, layout)} y={top}>
                  {column.title}
                </text>
                <text class="note" x={xOf(k, layout) + WIDE} y={top}>
                  {column.note}
                </text>
                {Array.from({ length: shown(column) }, (_, row) => (
                  <Neuron key={row} its={its} column={column} at={k} row={row} most={most} layout={layout} />
                ))}
                {column.values.length > MOST && (
                  <text class="note start" x={xOf(k, layout)} y={yOf(column, MOST, layout) + 12}>
                    and {counted(column.values.length - MOST, "neuron")} more
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </section>
      <p class="none">
        {at === null
          ? "The mean of all points drives the network. Click a point to draw it."
          : `Point ${at} drives the network. The whole set trains.`}{" "}
        {hasOff && "Grey neurons give 0."} Blue edges are positive weights, the others negative.
      </p>
    </>
  );
}

export function NetworkDrawing({ children }: { readonly children?: ComponentChildren }): JSX.Element {
  const its = usePlayground();
  const network = its.network.value;
  return (
    <section class="pg-network-part" aria-label="Network drawing">
      <div class="ph">
        <h2>Network</h2>
        <span class="muted">neuron, output, grad norm</span>
        {children}
      </div>
      {network === null ? (
        <p class="none">The network is drawn from the first step on.</p>
      ) : (
        <Drawn its={its} network={network} />
      )}
    </section>
  );
}
