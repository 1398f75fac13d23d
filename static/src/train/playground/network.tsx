/** The network of the shown step, neuron by neuron: what each gives for the chosen point, its grad, its weights as edges. */
import type { ComponentChildren, JSX } from "preact";
import { type Size, useSize } from "../../curves/use-size";
import { counted, onScreen, short } from "../../format";
import { activations, type GradPart, type Network as Layers } from "./forward";
import { meansOf, type Playground, usePlayground } from "./state";

const WIDE = 132;
const PLACE = { width: 760, height: 330 };
const HEAD = 30;
/** Under the neurons: what is said of those that are not drawn, and nothing else. */
const FOOT = 26;
const EDGE = 6;
/** Pixels of a row, at least; below the second its text is smaller. */
const LEAST = 13;
const SMALL = 17;
/** Neurons of a layer that are drawn. */
const MOST = 16;
/** In a drawing there is no fieldset. */
const GROUP = { role: "group" } as const;
/** Edges between two layers that are drawn: the largest weights. */
const MOST_EDGES = 400;

interface Column {
  readonly title: string;
  readonly note: string;
  readonly names: readonly string[];
  readonly values: Float32Array;
  /** Norm of the grads of each neuron's weights; empty for the inputs. */
  readonly grads: readonly number[];
}

const norm = (numbers: Float32Array): number =>
  Math.sqrt(numbers.reduce((sum, each) => sum + each * each, 0));

function gradsOf({ w, b }: { readonly w: GradPart; readonly b: GradPart }): number[] {
  const [outputs = 0, inputs = 0] = w.shape;
  return Array.from({ length: outputs }, (_, k) =>
    Math.hypot(norm(w.grad.subarray(k * inputs, (k + 1) * inputs)), b.grad[k] ?? 0),
  );
}

function columnsOf(its: Playground, network: Layers, point: readonly number[]): Column[] {
  const values = activations(network, point);
  const names = its.rows.value?.names ?? [];
  const layers = its.layers.value;
  return values.map((of, at): Column => {
    const layer = network[at - 1];
    const parts = layers[at - 1];
    return {
      title: at === 0 ? "Input" : `Layer ${at}`,
      note: layer === undefined ? "" : `${layer.outputs} ${layer.activation}`,
      names: at === 0 ? [...of].map((_, k) => names[k] ?? `x${k + 1}`) : [...of].map((_, k) => `n${k}`),
      values: of,
      grads: parts === undefined ? [] : gradsOf(parts),
    };
  });
}

const shown = (column: Column): number => Math.min(MOST, column.values.length);
/** How the drawing fills its place: rows and gaps shrink before anything has to be scrolled. */
interface Layout {
  readonly row: number;
  readonly gap: number;
  readonly foot: number;
  readonly height: number;
}

/** At most six characters, so that numbers keep to their place. */
function narrow(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  if (size >= 10_000 || size < 5e-4) return onScreen(value.toExponential(0).replace("e+", "e"));
  return onScreen(value.toFixed(size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3));
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

function layoutOf(columns: readonly Column[], place: Size): Layout {
  const rows = Math.max(...columns.map(shown));
  const foot = columns.some(({ values }) => values.length > MOST) ? FOOT : EDGE;
  const row = within(Math.floor((place.height - HEAD - foot) / rows), LEAST, 24);
  const gap = within((place.width - 8 - columns.length * WIDE) / Math.max(1, columns.length - 1), 26, 110);
  return { row, gap, foot, height: HEAD + rows * row + foot };
}

const xOf = (at: number, { gap }: Layout): number => at * (WIDE + gap);
const yOf = (column: Column, row: number, layout: Layout): number =>
  HEAD + (layout.height - HEAD - layout.foot - shown(column) * layout.row) / 2 + row * layout.row;

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

function Neuron({
  its,
  column,
  at,
  row,
  most,
  layout,
}: {
  its: Playground;
  column: Column;
  at: number;
  row: number;
  most: number;
  layout: Layout;
}): JSX.Element {
  const [x, y] = [xOf(at, layout), yOf(column, row, layout)];
  const value = column.values[row] ?? 0;
  const grad = column.grads[row];
  const chosen = its.neuron.value;
  const isChosen = at > 0 && chosen?.layer === at - 1 && chosen.neuron === row;
  const bar = Number.isFinite(value / most) ? Math.min(16, (Math.abs(value) / most) * 16) : 0;
  const choose = (): void => {
    its.neuron.value = isChosen ? null : { layer: at - 1, neuron: row };
  };
  const inside = (
    <>
      <rect x={x} y={y} width={WIDE} height={layout.row - (layout.row < SMALL ? 2 : 4)} rx="4" />
      <text class="name" x={x + 7} y={y + layout.row / 2 + 2}>
        {column.names[row]?.slice(0, 6)}
      </text>
      <rect
        class={value < 0 ? "bar is-neg" : "bar"}
        x={x + 34}
        y={y + layout.row / 2 - (layout.row < SMALL ? 4 : 6)}
        width={bar.toFixed(1)}
        height={layout.row < SMALL ? 6 : 8}
      />
      <text class="data" x={x + (grad === undefined ? WIDE - 6 : WIDE - 44)} y={y + layout.row / 2 + 2}>
        {narrow(value)}
      </text>
      {grad !== undefined && (
        <text class="grad" x={x + WIDE - 6} y={y + layout.row / 2 + 2}>
          {narrow(grad)}
        </text>
      )}
    </>
  );
  if (at === 0) return <g class="pg-neuron">{inside}</g>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button inside a drawing
    <g
      class={isChosen ? "pg-neuron is-chosen" : value === 0 ? "pg-neuron is-off" : "pg-neuron"}
      role="button"
      tabindex={0}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        choose();
      }}
    >
      {inside}
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
