/** The walk downhill: where it starts, how fast it goes, its steps, and how it ended. */

import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { card, short } from "../format";
import { assign } from "../session/assign";
import { type Slope, useSlope } from "./context";

function Setting(props: {
  readonly name: string;
  readonly of: Signal<number>;
  readonly refuse?: (value: number) => string | null;
}): JSX.Element {
  return (
    <div class="pair">
      <span>{props.name}</span>
      <NumberField
        value={props.of.value}
        label={props.name}
        shown={(value) => short(value)}
        refuse={props.refuse ?? (() => null)}
        onValue={(value) => assign(props.of, value)}
      />
    </div>
  );
}

function Steps(): JSX.Element {
  const {
    leaf,
    walk: { rows },
  } = useSlope();
  const walked = rows.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section class="sl-scroll rows" tabIndex={0} aria-label="Steps of the walk">
      <table class="sl-table">
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">{leaf.value}</th>
            <th scope="col">f({leaf.value})</th>
            <th scope="col">slope</th>
          </tr>
        </thead>
        <tbody>
          {walked.map((row, index) => (
            <tr key={index} class={index === walked.length - 1 ? "on" : ""}>
              <td class="muted">{index}</td>
              <td class="data">{card(row.x)}</td>
              <td class="data">{card(row.value)}</td>
              <td class="grad">{card(row.slope)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How the walk ended, or what it does. */
function summary({ leaf, rate, walk: { end, minimum, rows } }: Slope): string {
  if (end.value !== null) return end.value;
  const [name, goal] = [leaf.value, minimum.value];
  if (goal === null)
    return `Each step moves ${name} by −${short(rate.value)} × slope. At the minimum the slope is 0, so ${name} stops moving.`;
  return `${rows.value.length - 1} steps end at ${name} = ${card(goal.x)}, where the slope is 0: ${name} stops moving.`;
}

export function Walk(): JSX.Element {
  const slope = useSlope();
  const {
    rate,
    walkFrom,
    walk: { isWalking, keepsGraph, rows, run, step },
  } = slope;
  return (
    <div class="sec">
      <h2>Walk downhill</h2>
      <div class="sl-walk">
        <Setting name="start" of={walkFrom} />
        <Setting name="rate" of={rate} refuse={(value) => (value > 0 ? null : "The rate must be above 0.")} />
        <button class="btn" type="button" disabled={isWalking.value} onClick={() => void step()}>
          Step
        </button>
        <button class="btn primary" type="button" disabled={isWalking.value} onClick={() => void run()}>
          <Icon name="play" />
          Run
        </button>
      </div>
      {rows.value.length > 0 && <Steps />}
      <p class="note" aria-live="polite" id="sl-walked">
        {summary(slope)}
        {keepsGraph.value &&
          " The program branches on numbers; the walk keeps the graph that it started with."}
      </p>
    </div>
  );
}
