/** The slope read off both ways: by the difference quotient and by autograd. */

import type { JSX } from "preact";
import { Amount, equals, Formula, Sign, Tokens } from "../components/maths";
import { Segments } from "../components/segments";
import { onScreen, short } from "../format";
import { assign } from "../session/assign";
import { useSlope } from "./context";
import { finding, noSlope } from "./finding";
import { type Method, type Probe, secant } from "./numbers";

const METHODS: readonly { readonly value: Method; readonly label: string; readonly face: string }[] = [
  { value: "forward", label: "Forward difference", face: "Forward" },
  { value: "central", label: "Central difference", face: "Central" },
];

/** In place of a number that is missing. */
const NONE = "–";

const sixDecimals = (value: number): string => {
  if (!Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  return onScreen(size !== 0 && (size < 1e-5 || size >= 1e7) ? value.toExponential(4) : value.toFixed(6));
};

const percent = (share: number): string => {
  if (!Number.isFinite(share)) return "–";
  if (share === 0) return "0";
  return share >= 1e-4 ? `${short(Number((share * 100).toPrecision(3)))}%` : onScreen(share.toExponential(1));
};

/** The difference quotient: in symbols, in numbers, and what it comes to. */
function Quotient({ now }: { now: Probe }): JSX.Element {
  const { leaf, method } = useSlope();
  const [name, isCentral] = [leaf.value, method.value === "central"];
  const low = isCentral ? now.before : now.value;
  const second = isCentral ? [name, "−", "h"] : [name];
  return (
    <div class="sl-quotient">
      <Formula
        parts={[
          <mfrac key="symbols">
            <Tokens of={["f", "(", name, "+", "h", ")", "−", "f", "(", ...second, ")"]} />
            <Tokens of={isCentral ? ["2", "h"] : ["h"]} />
          </mfrac>,
          ...equals([
            <mfrac key="numbers">
              <mrow class="data">
                <mn>{short(now.after)}</mn>
                <Sign of="−" />
                <Amount value={low} isBare={!(low < 0)} />
              </mrow>
              <mn>{short(isCentral ? 2 * now.h : now.h)}</mn>
            </mfrac>,
          ]),
          ...equals([<mn key="is">{short(secant(now, method.value))}</mn>]),
        ]}
      />
    </div>
  );
}

function Numbers({ now }: { now: Probe }): JSX.Element {
  const { method } = useSlope();
  const has = noSlope(now) === null;
  const quotient = secant(now, method.value);
  const off = quotient - now.grad;
  return (
    <dl class="sl-numbers">
      <dt>secant slope</dt>
      <dd id="sl-secant">{has ? sixDecimals(quotient) : NONE}</dd>
      <dt>tangent slope, by autograd</dt>
      <dd id="sl-tangent" class="grad">
        {has ? sixDecimals(now.grad) : NONE}
      </dd>
      <dt>difference</dt>
      <dd>{has ? sixDecimals(off) : NONE}</dd>
      <dt>relative error</dt>
      <dd>{has ? percent(Math.abs(off) / Math.abs(now.grad)) : NONE}</dd>
    </dl>
  );
}

export function Readout(): JSX.Element | null {
  const { leaf, method, obstacles, probe } = useSlope();
  const now = probe.value;
  if (now === null) return null;
  return (
    <div class="sec">
      <div class="sl-head">
        <h2>Slope at {leaf.value}</h2>
        <Segments
          name="method"
          label="Difference"
          small
          value={method.value}
          choices={METHODS}
          onValue={(value) => assign(method, value)}
        />
      </div>
      {noSlope(now) === null && <Quotient now={now} />}
      <Numbers now={now} />
      <p class="note" id="sl-finding" aria-live="polite">
        {finding(now, method.value, obstacles.value)}
      </p>
    </div>
  );
}
