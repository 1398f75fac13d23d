/** The lecture's neuron twice: with tanh as one op, and taken apart into exp. Equal numbers, equal grads. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { evaluate } from "../api";
import { NumberField } from "../components/number-field";
import type { GraphDocument } from "../document";
import { counted, repr, short } from "../format";
import { Offline, Problem } from "../problem";
import { DROPPED, Lane } from "../session/latest";
import { ulps } from "./numbers";

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

export function pairs(whole: GraphDocument, apart: GraphDocument): Pair[] {
  const pair = (name: string, kind: "data" | "grad"): Pair => ({
    name,
    kind,
    whole: number(whole, name, kind),
    apart: number(apart, name, kind),
  });
  return [pair("o", "data"), pair("n", "grad"), ...NAMES.map((name) => pair(name, "grad"))];
}

/** How far two numbers are apart, in units in the last place. */
export function distance(one: number, other: number): string {
  const between = ulps(one, other);
  if (between === 0) return "equal";
  return Number.isNaN(between) ? "not finite" : `${between > 9999 ? short(between) : between} ulp`;
}

const lane = new Lane(400);

export function Neuron(): JSX.Element {
  const values = useSignal<Record<string, number>>(START);
  const shown = useSignal<{ whole: GraphDocument; apart: GraphDocument } | null>(null);
  useSignalEffect(() => {
    const given = values.value;
    const both = (abort: AbortSignal) =>
      Promise.all(
        [WHOLE, APART].map((source) => evaluate({ source, values: given }, "fresh", ["nodes"], abort)),
      );
    void lane
      .run(both)
      .then((answers) => {
        if (answers === DROPPED) return;
        const [whole, apart] = answers;
        if (whole !== undefined && apart !== undefined) shown.value = { whole, apart };
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem || error instanceof Offline)) throw error;
      });
  });
  const rows = shown.value === null ? [] : pairs(shown.value.whole, shown.value.apart);
  const most = rows.reduce((far, row) => Math.max(far, ulps(row.whole, row.apart)), 0);
  return (
    <section class="sl-neuron" aria-labelledby="sl-neuron-h">
      <div class="ph">
        <h2 id="sl-neuron-h">One tanh, or taken apart into exp</h2>
        <span class="muted">n = x1·w1 + x2·w2 + b</span>
      </div>
      <div class="sl-leaves">
        {NAMES.map((name) => (
          <div class="pair" key={name}>
            <span>{name}</span>
            <NumberField
              value={values.value[name] ?? 0}
              label={`${name} of the neuron`}
              step={0.1}
              onValue={(value) => {
                values.value = { ...values.value, [name]: value };
              }}
            />
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section class="sl-scroll" tabIndex={0} aria-label="The neuron's two forms">
        <table class="sl-table pairs">
          <thead>
            <tr>
              <th scope="col">number</th>
              <th scope="col">
                <span class="sr">o = tanh n</span>
                <math aria-hidden="true">
                  <mrow>
                    <mi>o</mi>
                    <mo>=</mo>
                    <mi>tanh</mi>
                    <mspace width="0.2em" />
                    <mi>n</mi>
                  </mrow>
                </math>
              </th>
              <th scope="col">
                <span class="sr">o = (exp(2n) − 1) / (exp(2n) + 1)</span>
                <math aria-hidden="true">
                  <mrow>
                    <mi>o</mi>
                    <mo>=</mo>
                    <mfrac>
                      <mrow>
                        <msup>
                          <mi>e</mi>
                          <mrow>
                            <mn>2</mn>
                            <mi>n</mi>
                          </mrow>
                        </msup>
                        <mo>−</mo>
                        <mn>1</mn>
                      </mrow>
                      <mrow>
                        <msup>
                          <mi>e</mi>
                          <mrow>
                            <mn>2</mn>
                            <mi>n</mi>
                          </mrow>
                        </msup>
                        <mo>+</mo>
                        <mn>1</mn>
                      </mrow>
                    </mfrac>
                  </mrow>
                </math>
              </th>
              <th scope="col">apart</th>
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
      </section>
      <p class="note">
        {rows.length === 0
          ? ""
          : most === 0
            ? "Every number is the same double in both forms."
            : Number.isNaN(most)
              ? "One form has left the numbers that a double can hold: exp(2n) is too large, tanh is not."
              : `Both compute the same function. They differ by rounding alone: at most ${counted(most, "unit")} in the last place.`}
      </p>
    </section>
  );
}
