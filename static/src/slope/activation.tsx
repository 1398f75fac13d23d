/** An op of one argument with its derivative: what an activation passes on, and what it lets back. */

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Select } from "../components/select";
import { short } from "../format";
import { Clip, LinearAxes } from "../plot/axes";
import { clamp, domainOf, type Frame, linear, unit } from "../plot/frame";
import { Grab } from "../plot/grab";
import { EndLabels } from "../plot/labels";
import { curves, path, type Samples, straight } from "../plot/line";
import { useWidth } from "../plot/use-width";
import { assign } from "../session/assign";
import { boot } from "../wire/boot";
import { curve as ask } from "../wire/calls";
import type { CurveData } from "../wire/types";
import { useSlope } from "./context";
import { useLatest } from "./use-latest";

const HEIGHT = 242;
const FROM = -4;
const TO = 4;
const SAMPLES = Array.from({ length: 321 }, (_, k) => FROM + (k / 320) * (TO - FROM));
const GRAIN = 0.05;
const STEEP = 10;
const FLAT = 0.02;
/** Those that networks use come first. */
const FIRST = ["tanh", "relu", "sigmoid", "softplus", "exp"];

/** Ops of one argument, the usual activations first. */
const offered = (): readonly string[] => {
  const all = boot.ops.filter((entry) => entry.arity === 1 && entry.name !== "neg");
  const names = all.map((entry) => entry.name);
  return [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
};

/** Where the slope is largest and smallest, read off the samples. */
function observed({ x, grad, value }: CurveData): string {
  const slopes = grad.flatMap((slope, i) =>
    Number.isFinite(slope) && Number.isFinite(value[i]) ? [{ x: x[i] ?? 0, slope }] : [],
  );
  const [first] = slopes;
  if (first === undefined) return "It has no finite value here.";
  const steepest = slopes.reduce(
    (most, each) => (Math.abs(each.slope) > Math.abs(most.slope) ? each : most),
    first,
  );
  const at = short(Number(steepest.x.toFixed(1)));
  if (steepest.x === x[0] || steepest.x === x.at(-1)) {
    if (Math.abs(steepest.slope) > STEEP) return `The slope is still growing at ${at}.`;
  } else if (Math.abs(steepest.slope) > STEEP) return `The slope grows without bound near ${at}.`;
  const flat = slopes.filter((each) => Math.abs(each.slope) < FLAT);
  const ends = [slopes[0], slopes.at(-1)].filter((each) => each !== undefined && flat.includes(each));
  const dies =
    ends.length === 2
      ? " and dies out at both ends"
      : ends.length === 1
        ? " and is all but 0 at one end"
        : "";
  const places = slopes.filter((each) => Math.abs(each.slope) > 0.995 * Math.abs(steepest.slope)).length;
  const where = places > slopes.length / 4 ? "" : ` near ${at}`;
  return `The slope is ${short(Number(steepest.slope.toPrecision(3)))} at its steepest${where}${dies}.`;
}

/** The op that is chosen, if the server has it. */
function useChosen(): ReadonlySignal<string> {
  const { activation } = useSlope();
  return useComputed(() => {
    const names = offered();
    return names.includes(activation.value) ? activation.value : (names[0] ?? "tanh");
  });
}

interface Point {
  readonly x: number;
  readonly value: number;
  readonly grad: number;
}

/** The op's values and slopes, and those at the point that is looked at. */
interface Drawn {
  readonly data: CurveData;
  readonly here: Point;
}

/** Ask for an op around a point. */
const useOp = (op: ReadonlySignal<string>, n: ReadonlySignal<number>): Drawn | null =>
  useLatest(500, () => {
    const [program, at] = [{ source: `${op.value}(x)`, values: {} }, n.value];
    return async (abort) => {
      const answer = await ask(program, "x", { at: [at, ...SAMPLES] }, abort);
      const [[value = Number.NaN, ...values], [grad = Number.NaN, ...grads]] = [answer.value, answer.grad];
      return { data: { ...answer, x: SAMPLES, value: values, grad: grads }, here: { x: at, value, grad } };
    };
  });

/** The derivative as a line of its own. Its slopes, from its neighbours, are used only to find jumps. */
function derivative({ x, grad }: CurveData): Samples {
  const slopes = x.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(x.length - 1, i + 1)];
    return ((grad[b] ?? 0) - (grad[a] ?? 0)) / ((x[b] ?? 0) - (x[a] ?? 0));
  });
  return { x, value: grad, grad: slopes };
}

function Lines({ frame, data, here }: Drawn & { frame: Frame }): JSX.Element {
  const { area, y } = frame;
  const tangent = straight(frame, [here.x, here.value], here.grad);
  const end = (values: readonly number[], fallback: number): number => {
    const last = values.at(-1) ?? Number.NaN;
    return Number.isFinite(last) ? y(last) : area.top + fallback;
  };
  return (
    <>
      <g clip-path="url(#sl-act)">
        {tangent !== null && <path class="ln thin grad dash" d={path(tangent)} />}
        {curves(frame, derivative(data)).map((d) => (
          <path key={d} class="ln grad" d={d} />
        ))}
        {curves(frame, data).map((d) => (
          <path key={d} class="ln data" d={d} />
        ))}
      </g>
      <EndLabels
        area={area}
        labels={[
          { text: "value", class: "bold data", y: end(data.value, 40) },
          { text: "derivative", class: "bold grad", y: end(data.grad, 60) },
        ]}
      />
    </>
  );
}

function Marks({ frame: { area, x, y }, here }: { frame: Frame; here: Point }): JSX.Element | null {
  if (!Number.isFinite(here.value)) return null;
  const [left, { top, bottom }] = [x(here.x), area];
  return (
    <>
      <path class="zero dash" d={`M${left} ${top}V${bottom}`} />
      <circle class="pt data" cx={left} cy={clamp(y(here.value), top, bottom)} r="5" />
      <circle class="pt grad" cx={left} cy={clamp(y(here.grad), top, bottom)} r="4" />
    </>
  );
}

function Tab({ n, frame }: { n: Signal<number>; frame: Frame }): JSX.Element {
  const at = frame.x(n.value);
  const set = (to: number): void =>
    assign(n, clamp(Number((Math.round(to / GRAIN) * GRAIN).toFixed(2)), FROM, TO) + 0);
  return (
    <Grab
      name="n"
      text={`n = ${short(n.value)}`}
      value={n.value}
      spoken={`n = ${short(n.value)}`}
      domain={[FROM, TO]}
      tip={at}
      middle={at}
      y={frame.area.bottom + 21}
      held={n.value}
      onDrag={(held, pixels) => set(held + pixels / unit(frame.x))}
      onMove={(by) => set(n.value + by * 2 * GRAIN)}
      onEnd={(end) => set(end === "last" ? TO : FROM)}
    />
  );
}

function Picture(props: { op: string; width: number; drawn: Drawn | null; n: Signal<number> }): JSX.Element {
  const { op, width, drawn, n } = props;
  const area = { left: 40, right: width - 84, top: 10, bottom: 194 };
  const data = drawn?.data;
  const frame = linear(area, [FROM, TO], domainOf([...(data?.value ?? []), ...(data?.grad ?? [])]));
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT}>
      <title>{`${op} and its derivative from −4 to 4. ${data === undefined ? "" : observed(data)}`}</title>
      <Clip id="sl-act" area={area} />
      <LinearAxes frame={frame} columns={8} rows={4} />
      {drawn !== null && <Lines frame={frame} {...drawn} />}
      {drawn !== null && <Marks frame={frame} here={drawn.here} />}
      <Tab n={n} frame={frame} />
    </svg>
  );
}

function Rule({ op, here }: { op: string; here: Point | null }): JSX.Element {
  const rule = boot.ops.find((entry) => entry.name === op)?.rules[0] ?? "";
  if (here === null) return <>{rule}</>;
  return (
    <>
      {op} n = <span class="data mono">{short(here.value)}</span>, slope{" "}
      <span class="grad mono">{short(here.grad)}</span>. Rule: {rule}
    </>
  );
}

export function Activation(): JSX.Element {
  const { activation } = useSlope();
  const [box, width] = useWidth(508);
  const n = useSignal(0.9);
  const op = useChosen();
  const drawn = useOp(op, n);
  return (
    <figure ref={box} data-op={drawn === null ? "" : op.value}>
      <figcaption>
        <Select
          label="Function of one argument"
          small
          value={op.value}
          choices={offered().map((name) => [name, name])}
          onValue={(name) => assign(activation, name)}
        />
        <span>{drawn === null ? "" : observed(drawn.data)}</span>
      </figcaption>
      <Picture op={op.value} width={width} drawn={drawn} n={n} />
      <p class="note" aria-live="polite">
        <Rule op={op.value} here={drawn?.here ?? null} />
      </p>
    </figure>
  );
}
