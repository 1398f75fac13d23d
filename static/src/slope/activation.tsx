/** An op of one argument with its derivative: what an activation passes on, and what it lets back. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { curve as ask } from "../api";
import { Icon } from "../components/icon";
import type { CurveData } from "../document";
import { short } from "../format";
import { Offline, Problem } from "../problem";
import { boot } from "../session/boot";
import { DROPPED, Lane } from "../session/latest";
import { Axes } from "./axes";
import { Grab } from "./grab";
import { heights, path, scale, straight, stretches } from "./scale";
import { activation } from "./state";
import { useWidth } from "./use-width";

const HEIGHT = 242;
const LEFT = 40;
const TOP = 10;
const BOTTOM = 194;
const RANGE = { from: -4, to: 4 };
const GRAIN = 0.05;
const STEEP = 10;
const FLAT = 0.02;
/** Those that networks use come first. */
const FIRST = ["tanh", "relu", "sigmoid", "softplus", "exp"];

const lane = new Lane(500);

/** Ops of one argument, the usual activations first. */
const offered = (): readonly string[] => {
  const all = boot.value.ops.filter((entry) => entry.arity === 1 && entry.name !== "neg");
  const names = all.map((entry) => entry.name);
  return [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
};

/** Where the slope is largest and smallest, read off the samples. */
export function observed({ x, grad, value }: CurveData): string {
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

export function Activation(): JSX.Element {
  const [box, width] = useWidth(508);
  const n = useSignal(0.9);
  const grabbed = useRef(0);
  const drawn = useSignal<CurveData | null>(null);
  const point = useSignal<{ x: number; value: number; grad: number } | null>(null);
  const op = offered().includes(activation.value) ? activation.value : (offered()[0] ?? "tanh");
  useSignalEffect(() => {
    const name = offered().includes(activation.value) ? activation.value : (offered()[0] ?? "tanh");
    const at = n.value;
    const samples = Array.from({ length: 321 }, (_, k) => RANGE.from + (k / 320) * (RANGE.to - RANGE.from));
    void lane
      .run((abort) => ask({ source: `${name}(x)`, values: {} }, "x", { at: [at, ...samples] }, abort))
      .then((answer) => {
        if (answer === DROPPED) return;
        const rest = (list: readonly number[]): number[] => list.slice(1);
        drawn.value = { ...answer, x: rest(answer.x), value: rest(answer.value), grad: rest(answer.grad) };
        point.value = { x: at, value: answer.value[0] ?? Number.NaN, grad: answer.grad[0] ?? Number.NaN };
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem || error instanceof Offline)) throw error;
      });
  });
  const right = width - 84;
  const data = drawn.value;
  const [low, high] = heights([...(data?.value ?? []), ...(data?.grad ?? [])]);
  const across = scale(RANGE.from, RANGE.to, LEFT, right);
  const up = scale(low, high, BOTTOM, TOP);
  const here = point.value;
  const rule = boot.value.ops.find((entry) => entry.name === op)?.rules[0] ?? "";
  const tangent = here === null ? null : straight(here.x, here.value, here.grad, across, TOP, BOTTOM, up);
  const set = (to: number): void => {
    n.value =
      Math.max(RANGE.from, Math.min(RANGE.to, Number((Math.round(to / GRAIN) * GRAIN).toFixed(2)))) + 0;
  };
  const press = (key: string): boolean => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
    if (by !== undefined) set(n.value + by * 2 * GRAIN);
    else if (key === "Home") set(RANGE.from);
    else if (key === "End") set(RANGE.to);
    else return false;
    return true;
  };
  return (
    <figure ref={box as never} data-op={data === null ? "" : op}>
      <figcaption>
        <span class="select sm">
          <select
            aria-label="Function of one argument"
            value={op}
            onChange={(event) => {
              activation.value = event.currentTarget.value;
            }}
          >
            {offered().map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
        <span>{data === null ? "" : observed(data)}</span>
      </figcaption>
      <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT}>
        <title>{`${op} and its derivative from −4 to 4. ${data === null ? "" : observed(data)}`}</title>
        <clipPath id="sl-act">
          <rect x={LEFT} y={TOP} width={right - LEFT} height={BOTTOM - TOP} />
        </clipPath>
        <Axes
          across={across}
          up={up}
          left={LEFT}
          right={right}
          top={TOP}
          bottom={BOTTOM}
          columns={8}
          rows={4}
        />
        <g clip-path="url(#sl-act)">
          {tangent !== null && <path class="ln thin grad dash" d={tangent.d} />}
          {data !== null &&
            stretches(data.x, data.grad, slopes(data.x, data.grad), high - low).map((stretch) => (
              <path key={`g${stretch[0]}`} class="ln grad" d={path(data.x, data.grad, stretch, across, up)} />
            ))}
          {data !== null &&
            stretches(data.x, data.value, data.grad, high - low).map((stretch) => (
              <path
                key={`v${stretch[0]}`}
                class="ln data"
                d={path(data.x, data.value, stretch, across, up)}
              />
            ))}
        </g>
        {data !== null && <Ends data={data} right={right} up={up.at} />}
        {here !== null && Number.isFinite(here.value) && (
          <>
            <path class="zero dash" d={`M${across.at(here.x)} ${TOP}V${BOTTOM}`} />
            <circle
              class="pt data"
              cx={across.at(here.x)}
              cy={Math.max(TOP, Math.min(BOTTOM, up.at(here.value)))}
              r="5"
            />
            <circle
              class="pt grad"
              cx={across.at(here.x)}
              cy={Math.max(TOP, Math.min(BOTTOM, up.at(here.grad)))}
              r="4"
            />
          </>
        )}
        <Grab
          name="n"
          text={`n = ${short(n.value)}`}
          value={n.value}
          spoken={`n = ${short(n.value)}`}
          from={RANGE.from}
          to={RANGE.to}
          tip={across.at(n.value)}
          middle={across.at(n.value)}
          y={BOTTOM + 21}
          onGrab={() => {
            grabbed.current = n.value;
          }}
          onDrag={(pixels) => set(grabbed.current + pixels / across.unit)}
          onKey={press}
        />
      </svg>
      <p class="note" aria-live="polite">
        {here === null ? (
          rule
        ) : (
          <>
            {op} n = <span class="data mono">{short(here.value)}</span>, slope{" "}
            <span class="grad mono">{short(here.grad)}</span>. Rule: {rule}
          </>
        )}
      </p>
    </figure>
  );
}

/** Slopes of a sampled line by its neighbours: only used to see whether the line goes on. */
function slopes(x: readonly number[], value: readonly number[]): number[] {
  return x.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(x.length - 1, i + 1)];
    return ((value[b] ?? 0) - (value[a] ?? 0)) / ((x[b] ?? 0) - (x[a] ?? 0));
  });
}

function Ends({
  data,
  right,
  up,
}: {
  data: CurveData;
  right: number;
  up: (value: number) => number;
}): JSX.Element {
  const [value, grad] = [data.value.at(-1) ?? Number.NaN, data.grad.at(-1) ?? Number.NaN];
  const clamp = (y: number): number => Math.max(TOP + 6, Math.min(BOTTOM - 4, y));
  const [first, second] = [
    clamp(Number.isFinite(value) ? up(value) : TOP + 40),
    clamp(Number.isFinite(grad) ? up(grad) : TOP + 60),
  ];
  const touch = Math.abs(first - second) < 16;
  const lower = first >= second;
  return (
    <>
      <text class="lab bold data" x={right + 8} y={first + 4 + (touch && lower ? 8 : touch ? -8 : 0)}>
        value
      </text>
      <text class="lab bold grad" x={right + 8} y={second + 4 + (touch && lower ? -8 : touch ? 8 : 0)}>
        derivative
      </text>
    </>
  );
}
