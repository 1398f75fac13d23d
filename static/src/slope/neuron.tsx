/** The lecture's neuron twice: with tanh as one op, and built from exp. Equal numbers, equal grads. */
import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { Tokens } from "../components/maths";
import { NumberField } from "../components/number-field";
import { counted, repr, short } from "../format";
import { assign } from "../session/assign";
import { evaluate } from "../wire/calls";
import type { GraphDocument } from "../wire/types";
import { ulps } from "./numbers";
import { useLatest } from "./use-latest";

const INPUTS = "n = x1*w1 + x2*w2 + b\n";
const WHOLE = `${INPUTS}o = n.tanh()`;
const APART = `${INPUTS}e = (2*n).exp()\no = (e - 1) / (e + 1)`;
const START = { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 };
const NAMES = ["x1", "w1", "x2", "w2", "b"] as const;

interface Pair {
  readonly name: string;
  readonly kind: "data" | "grad";
  readonly whole: number;
  readonly apart: number;
}

const number = (doc: GraphDocument, label: string, kind: "data" | "grad"): number =>
  doc.nodes.findLast((node) => node.label === label)?.[kind] ?? Number.NaN;

function pairs(whole: GraphDocument, apart: GraphDocument): Pair[] {
  const pair = (name: string, kind: "data" | "grad"): Pair => ({
    name,
    kind,
    whole: number(whole, name, kind),
    apart: number(apart, name, kind),
  });
  return [pair("o", "data"), pair("n", "grad"), ...NAMES.map((name) => pair(name, "grad"))];
}

/** How far two numbers are apart, in units in the last place. */
function distance(one: number, other: number): string {
  const between = ulps(one, other);
  if (between === 0) return "equal";
  return Number.isNaN(between) ? "not finite" : `${between > 9999 ? short(between) : between} ulp`;
}

/** Both forms at these values. */
const usePairs = (values: ReadonlySignal<Readonly<Record<string, number>>>): readonly Pair[] =>
  useLatest(400, () => {
    const given = values.value;
    return async (abort) => {
      const [whole, apart] = await Promise.all([
        evaluate({ source: WHOLE, values: given }, "fresh", ["nodes"], abort),
        evaluate({ source: APART, values: given }, "fresh", ["nodes"], abort),
      ]);
      return pairs(whole, apart);
    };
  }) ?? [];

function Inputs({ values }: { values: Signal<Readonly<Record<string, number>>> }): JSX.Element {
  return (
    <div class="sl-leaves">
      {NAMES.map((name) => (
        <div class="pair" key={name}>
          <span>{name}</span>
          <NumberField
            value={values.value[name] ?? 0}
            label={`${name} of the neuron`}
            step={0.1}
            onValue={(value) => assign(values, { ...values.value, [name]: value })}
          />
        </div>
      ))}
    </div>
  );
}

/** e²ⁿ and 1 with a sign between them. */
function Term({ sign }: { sign: string }): JSX.Element {
  return (
    <mrow>
      <msup>
        <mi>e</mi>
        <Tokens of={["2", "n"]} />
      </msup>
      <mo>{sign}</mo>
      <mn>1</mn>
    </mrow>
  );
}

function Head(props: { readonly spoken: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <th scope="col">
      <span class="sr">{props.spoken}</span>
      <math aria-hidden="true">
        <mrow>
          <mi>o</mi>
          <mo>=</mo>
          {props.children}
        </mrow>
      </math>
    </th>
  );
}

function Forms({ rows }: { rows: readonly Pair[] }): JSX.Element {
  return (
    <table class="sl-table pairs">
      <thead>
        <tr>
          <th scope="col">number</th>
          <Head spoken="o = tanh n">
            <mi>tanh</mi>
            <mspace width="0.2em" />
            <mi>n</mi>
          </Head>
          <Head spoken="o = (exp(2n) − 1) / (exp(2n) + 1)">
            <mfrac>
              <Term sign="−" />
              <Term sign="+" />
            </mfrac>
          </Head>
          <th scope="col">difference</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.kind} ${row.name}`}>
            <th scope="row">{row.kind === "data" ? row.name : `grad of ${row.name}`}</th>
            <td class={row.kind}>{repr(row.whole)}</td>
            <td class={row.kind}>{repr(row.apart)}</td>
            <td>{distance(row.whole, row.apart)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function finding(rows: readonly Pair[]): string {
  if (rows.length === 0) return "";
  const most = rows.reduce((far, row) => Math.max(far, ulps(row.whole, row.apart)), 0);
  if (most === 0) return "Every number is the same double in both forms.";
  if (Number.isNaN(most)) return "exp(2n) is too large for a double here; tanh is not.";
  return `Both compute the same function. They differ by rounding alone: at most ${counted(most, "unit")} in the last place.`;
}

export function Neuron(): JSX.Element {
  const values = useSignal<Readonly<Record<string, number>>>(START);
  const rows = usePairs(values);
  return (
    <section class="sl-neuron" aria-labelledby="sl-neuron-h">
      <div class="ph">
        <h2 id="sl-neuron-h">tanh as one op, or built from exp</h2>
        <span class="muted">n = x1·w1 + x2·w2 + b</span>
      </div>
      <Inputs values={values} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section class="sl-scroll" tabIndex={0} aria-label="The neuron's two forms">
        <Forms rows={rows} />
      </section>
      <p class="note">{finding(rows)}</p>
    </section>
  );
}
