/** x and h as sliders and as numbers. */

import type { JSX } from "preact";
import { NumberField } from "../components/number-field";
import { field, short } from "../format";
import { useSlope } from "./context";
import { nearest, SMALLEST } from "./numbers";

const filled = (share: number): Record<string, string> => ({ "--p": `${100 * share}%` });

const refuseH = (value: number, most: number): string | null =>
  value >= SMALLEST && value <= most ? null : `h must be from 1e-14 to ${short(most)}.`;

function Variable(): JSX.Element {
  const { grain, leaf, range, setX, x } = useSlope();
  const { from, to } = range.value;
  return (
    <>
      <label for="sl-x">{leaf.value}</label>
      <input
        class="is-data"
        type="range"
        id="sl-x"
        min={from}
        max={to}
        step={grain.value}
        value={x.value}
        aria-valuetext={`${leaf.value} = ${short(x.value)}`}
        style={filled((x.value - from) / (to - from))}
        onInput={(event) => setX(Number(event.currentTarget.value))}
      />
      <NumberField value={x.value} label={`${leaf.value}, exactly`} step={grain.value * 2} onValue={setX} />
    </>
  );
}

function Difference(): JSX.Element {
  const { h, most, setH, steps } = useSlope();
  const index = nearest(steps.value, h.value);
  const last = steps.value.length - 1;
  return (
    <>
      <label for="sl-h">h</label>
      <input
        type="range"
        id="sl-h"
        min={0}
        max={last}
        step={1}
        value={index}
        aria-valuetext={`h = ${short(h.value)}`}
        style={filled(index / last)}
        onInput={(event) => setH(steps.value[Number(event.currentTarget.value)] ?? h.value)}
      />
      <NumberField
        value={h.value}
        label="h, exactly"
        shown={(value) => (value < 0.01 ? short(value) : field(value))}
        refuse={(value) => refuseH(value, most.value)}
        onValue={setH}
      />
    </>
  );
}

export function Sliders(): JSX.Element {
  return (
    <div class="sec sl-sliders">
      <Variable />
      <Difference />
    </div>
  );
}
