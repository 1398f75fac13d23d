/** What the colours of strips and matrices stand for: one scale for all lists, one for all matrices of parameters. */
import type { JSX } from "preact";
import { heatClass, STEPS } from "../drawing/heat";
import type { Scales as Found } from "../drawing/scaling";
import { short } from "../format";
import { useSession } from "../session/context";
import { IconButton } from "./icon-button";

const DIGITS = 2;
const steps = Array.from({ length: 2 * STEPS + 1 }, (_, k) => k - STEPS);

function Scale({
  kind,
  most,
  isBeyond,
}: {
  kind: "data" | "grad";
  most: number;
  isBeyond: boolean;
}): JSX.Element {
  return (
    <span class="scale">
      <b class={kind}>{kind}</b>
      {most === 0 ? (
        <span>not computed yet</span>
      ) : (
        <>
          <span class="m">{short(-most, DIGITS)}</span>
          <svg class={`heat ${kind}`} viewBox="0 0 77 10" aria-hidden="true">
            {steps.map((step) => (
              <rect key={step} class={heatClass(step)} x={(step + STEPS) * 7} y="0" width="7" height="10" />
            ))}
          </svg>
          <span class="m">
            {isBeyond && "≥ "}
            {short(most, DIGITS)}
          </span>
        </>
      )}
    </span>
  );
}

export function Scales({ of }: { of: Found }): JSX.Element {
  const { stage } = useSession();
  return (
    <div class="legend scales">
      <Scale kind="data" most={of.data} isBeyond={of.isBeyondData} />
      <Scale kind="grad" most={of.grad} isBeyond={of.isBeyondGrad} />
      {(of.matrixData > 0 || of.matrixGrad > 0) && (
        <span class="scale matrix">
          matrices
          {of.matrixData > 0 && (
            <span class="m data">
              {of.isBeyondMatrix && "≥ "}
              {short(of.matrixData, DIGITS)}
            </span>
          )}
          {of.matrixGrad > 0 && <span class="m grad">{short(of.matrixGrad, DIGITS)}</span>}
        </span>
      )}
      {of.isOld && (
        <IconButton
          class="btn ghost sm icon"
          icon="reset"
          label="Scale the colours to these numbers"
          title="Scale the colours to these numbers"
          onClick={() => stage.rescale()}
        />
      )}
    </div>
  );
}
