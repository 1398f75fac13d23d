/** A panel for each name that the program watches: a number as a curve, a list as a strip, a matrix as a map, text as text. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { AccuracyPlot } from "../curves/accuracy-plot";
import { CurvePlot } from "../curves/curve-plot";
import type { Series } from "../curves/series";
import { matrixScale } from "../drawing/heat";
import { count, short } from "../format";
import type { Watch } from "../wire/live";
import { HeatMap } from "./heat-map";
import { layoutOf } from "./maps";
import { nearestOf } from "./progress";
import { useTrain } from "./state";

const ROWS = 8;

/** The newest of a name's values that was there at a step. */
function valueAt(all: readonly Watch[], step: number | null): Watch | null {
  if (step === null) return all.at(-1) ?? null;
  let found: Watch | null = null;
  for (const each of all) if (each.pass <= step) found = each;
  return found;
}

/** Names that a playground watches and shows elsewhere. */
export const ACCURACY = ["accuracy", "test accuracy"];
/** Shown with the loss. */
export const GUESS = "uniform guess";
const ELSEWHERE = new Set([...ACCURACY, "inputs", "labels", "test rows"]);

export const seriesOf = (name: string, all: readonly Watch[], tone: Series["tone"] = "ink"): Series => {
  const numbers = all.filter(({ kind }) => kind === "number");
  return {
    name,
    tone,
    at: numbers.map(({ pass }) => pass),
    values: numbers.map(({ value }) => value as number),
  };
};

function NumberCurve({ name, all }: { name: string; all: readonly Watch[] }): JSX.Element {
  const { training, look } = useTrain();
  const [last] = training.earlier.value;
  const before = look.value.earlier ? last?.watched.get(name) : undefined;
  const Plot = /accuracy/i.test(name) ? AccuracyPlot : CurvePlot;
  return (
    <Plot
      title={name}
      series={[seriesOf(name, all)]}
      earlier={before === undefined ? [] : [{ label: last?.label ?? "", series: [seriesOf(name, before)] }]}
      total={training.newest.value?.of ?? null}
      shown={training.shown.value}
      onShow={(step) => training.show(nearestOf(training.recorded.peek(), step))}
      height={110}
    />
  );
}

function Cells({ watch }: { watch: Watch }): JSX.Element {
  const read = useSignal<number | null>(null);
  const numbers = Float32Array.from(watch.value as readonly number[]);
  const layout = layoutOf({ shape: watch.shape, data: numbers });
  const most = matrixScale([...numbers]);
  const at = read.value;
  return (
    <div class="tn-cells">
      <HeatMap
        label={`${watch.name}, ${watch.shape.join(" × ")}`}
        kind="data"
        numbers={numbers}
        layout={layout}
        most={most}
        width={320}
        chosen={at}
        onRead={(place) => {
          read.value = place;
        }}
        onChoose={() => undefined}
      />
      <output class="mono">
        {at === null
          ? `largest ${short(most, 3)}`
          : `${at}: ${short((watch.value as readonly number[])[at] ?? 0, 7)}`}
      </output>
    </div>
  );
}

/** Texts with their steps, the newest first, that of the shown step marked. */
function Texts({ all, shown }: { all: readonly Watch[]; shown: Watch | null }): JSX.Element {
  const from = Math.max(0, (shown === null ? all.length - 1 : all.indexOf(shown)) - ROWS / 2 + 1);
  const rows = all.length <= ROWS ? all : all.slice(Math.min(from, all.length - ROWS), from + ROWS);
  return (
    <dl class="tn-texts">
      {[...rows].reverse().map((each) => (
        <div key={`${each.pass}${String(each.value)}`} class={each === shown ? "is-shown" : undefined}>
          <dt class="mono">{count(each.pass)}</dt>
          <dd>{String(each.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Panel({ name, all }: { name: string; all: readonly Watch[] }): JSX.Element | null {
  const { training } = useTrain();
  const shown = valueAt(all, training.shown.value);
  const newest = all.at(-1);
  if (newest === undefined) return null;
  if (newest.kind === "number")
    return (
      <section class="panel tn-watch" aria-label={name}>
        <NumberCurve name={name} all={all} />
      </section>
    );
  return (
    <section class="panel tn-watch" aria-label={name}>
      <div class="ph">
        <h2>{name}</h2>
        <span class="muted">
          {newest.kind !== "text" && shown !== null && `step ${count(shown.pass)}, `}
          {`from watch("${name}", …)`}
          {newest.line !== null && `, line ${newest.line}`}
        </span>
      </div>
      {newest.kind === "text" ? (
        <Texts all={all} shown={shown} />
      ) : shown === null || !Array.isArray(shown.value) ? (
        <p class="none">Not watched before this step.</p>
      ) : (
        <Cells watch={shown} />
      )}
    </section>
  );
}

/** The same list is the same panel: it is not rendered with the others. */
const Held = ({ name, all }: { name: string; all: readonly Watch[] }): JSX.Element =>
  useMemo(() => <Panel name={name} all={all} />, [name, all]);

export function WatchPanels(): JSX.Element {
  const { training, playground } = useTrain();
  const all = [...training.watched.value].filter(
    ([name]) => name !== GUESS && !(playground.isHere.value && ELSEWHERE.has(name)),
  );
  return (
    <>
      {all.map(([name, all]) => (
        <Held key={name} name={name} all={all} />
      ))}
    </>
  );
}
