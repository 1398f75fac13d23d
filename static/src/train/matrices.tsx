/** Every named list of parameters at the shown step: data and grad beside each other, with one scale for all. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { IconButton } from "../components/icon-button";
import { Prose } from "../components/prose";
import { heatClass, matrixScale, STEPS } from "../drawing/heat";
import { count, counted, short } from "../format";
import type { Part } from "../wire/live";
import { HeatMap } from "./heat-map";
import { elementName, gradSentence, layoutOf } from "./maps";
import { useTrain } from "./state";

/** A scale is made wider once it is exceeded by so much, and never narrower while the steps go on. */
const WIDER = 1.3;
/** Milliseconds between two looks at whether it is. */
const LOOK = 1_000;
/** Pixels of a map; one with many columns has twice as many. */
const WIDTH = 54;
const ROWS = Array.from({ length: 2 * STEPS + 1 }, (_, k) => k - STEPS);

interface Scale {
  readonly data: number;
  readonly grad: number;
}

const scaleOf = (parts: readonly Part[]): Scale => ({
  data: matrixScale(parts.flatMap(({ data }) => [...data])),
  grad: matrixScale(parts.flatMap(({ grad }) => [...grad])),
});

interface Kept {
  readonly run: unknown;
  readonly since: number;
  readonly scale: Scale;
}

/** The scale of a run's parts: that of its first ones, as wide as later ones need. */
function useScale(parts: readonly Part[] | null, run: unknown): readonly [Scale, () => void] {
  const kept = useRef<Kept | null>(null);
  const asked = useSignal(0);
  const { value: count } = asked;
  const time = performance.now();
  const old = kept.current?.run === run ? kept.current : null;
  if (parts !== null && parts.length > 0 && (old === null || time - old.since > LOOK)) {
    const now = scaleOf(parts);
    const wider = (before: number | undefined, next: number): number =>
      before === undefined || before === 0 || next > WIDER * before ? next : before;
    const scale = { data: wider(old?.scale.data, now.data), grad: wider(old?.scale.grad, now.grad) };
    kept.current = { run, since: time, scale };
  }
  const rescale = (): void => {
    kept.current = null;
    asked.value = count + 1;
  };
  return [kept.current?.scale ?? { data: 0, grad: 0 }, rescale];
}

function Legend({ kind, most, parts }: { kind: "data" | "grad"; most: number; parts: readonly Part[] }) {
  const isBeyond = useMemo(
    () => parts.some((part) => part[kind].some((value) => Math.abs(value) > most)),
    [parts, kind, most],
  );
  return (
    <span class="tn-scale">
      <b class={kind}>{kind}</b> <span class="mono">{short(-most, 2)}</span>
      <svg class={`heat ${kind}`} viewBox="0 0 77 10" aria-hidden="true">
        {ROWS.map((step) => (
          <rect key={step} class={heatClass(step)} x={(step + STEPS) * 7} y="0" width="7" height="10" />
        ))}
      </svg>
      <span class="mono">
        {isBeyond && "≥ "}
        {short(most, 2)}
      </span>
    </span>
  );
}

interface Reading {
  readonly part: string;
  readonly place: number;
}

function PartMaps(props: {
  readonly part: Part;
  readonly scale: Scale;
  readonly read: Reading | null;
  readonly onRead: (reading: Reading | null) => void;
}): JSX.Element {
  const { part, scale, read } = props;
  const { training, element } = useTrain();
  const layout = layoutOf(part);
  const isWide = layout.columns > 40;
  const chosen = read?.part === part.name ? read.place : null;
  const size = part.shape.map((each) => count(each)).join(" × ");
  // Passes come more often than parts, and a hundred maps are not drawn again for nothing.
  return useMemo(
    () => (
      <div class={isWide ? "tn-part is-wide" : "tn-part"}>
        <p>
          <b class="mono">{part.name}</b>
          <span>{size}</span>
        </p>
        <div>
          {(["data", "grad"] as const).map((kind) => (
            <HeatMap
              key={kind}
              label={`${part.name}, ${kind}, ${size}`}
              kind={kind}
              numbers={part[kind]}
              layout={layout}
              most={scale[kind]}
              width={isWide ? 2 * WIDTH + 9 : WIDTH}
              chosen={chosen}
              onRead={(place) => props.onRead(place === null ? null : { part: part.name, place })}
              onChoose={(place) => {
                if (training.state.peek() === "paused") element.value = elementName(part, place);
              }}
            />
          ))}
        </div>
      </div>
    ),
    [part, scale.data, scale.grad, chosen],
  );
}

/** The exact numbers of a cell. */
function readingWords(parts: readonly Part[], read: Reading | null): string | null {
  const part = parts.find(({ name }) => name === read?.part);
  if (part === undefined || read === null) return null;
  const [data, grad] = [part.data[read.place], part.grad[read.place]];
  if (data === undefined || grad === undefined) return null;
  return `${elementName(part, read.place)}: data ${short(data, 7)}, grad ${short(grad, 7)}`;
}

export function Matrices(): JSX.Element | null {
  const { training } = useTrain();
  const read = useSignal<Reading | null>(null);
  const at = training.partsStep.value;
  training.newest.value; // parts come with the passes
  const parts = at === null ? null : training.partsAt(at);
  const [scale, rescale] = useScale(parts, training.live.value);
  if (at === null) return null;
  const numbers = (parts ?? []).reduce((sum, { data }) => sum + data.length, 0);
  if (parts?.length === 0) return null;
  const words = parts === null ? null : readingWords(parts, read.value);
  const sentence = parts === null ? null : gradSentence(parts);
  return (
    <section class="panel tn-matrices" aria-label="Matrices">
      <div class="ph">
        <h2>Matrices at step {count(at)}</h2>
        <span class="muted">{numbers > 0 && counted(numbers, "parameter")}</span>
        <IconButton
          class="btn ghost sm icon"
          icon="reset"
          label="Scale the colours to these numbers"
          onClick={rescale}
        />
      </div>
      {parts === null ? (
        <p class="none">The matrices of step {count(at)} were not sent.</p>
      ) : (
        <>
          <div class="tn-parts">
            {parts.map((part) => (
              <PartMaps
                key={part.name}
                part={part}
                scale={scale}
                read={read.value}
                onRead={(reading) => {
                  read.value = reading;
                }}
              />
            ))}
          </div>
          <div class="tn-legend">
            <Legend kind="data" most={scale.data} parts={parts} />
            <Legend kind="grad" most={scale.grad} parts={parts} />
          </div>
          <output class="tn-reading mono">{words ?? "Point at a cell to read it."}</output>
          {sentence !== null && (
            <p class="tn-note">
              <Prose text={sentence} />
            </p>
          )}
        </>
      )}
    </section>
  );
}
