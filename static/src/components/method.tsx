/** The method of descent: which rule makes a step of the grads, and which course the learning rate takes. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { short } from "../format";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { fault, OPTIMIZERS, optimizerOf, type Plan, rateAt, SCHEDULES } from "../session/plan";
import { IconButton } from "./icon-button";
import { MemoryTable } from "./memory";
import { NumberField } from "./number-field";
import { Select } from "./select";

const COURSE: Readonly<Record<Plan["schedule"], { readonly title: string; readonly brief: string }>> = {
  constant: { title: "Constant", brief: "" },
  linear: { title: "Linear decay", brief: ", linear" },
  cosine: { title: "Cosine", brief: ", cosine" },
};
const SETTING = { momentum: "momentum, μ", beta1: "β₁", beta2: "β₂", epsilon: "ε" } as const;

/** "Adam, cosine" */
export const inShort = ({ optimizer, schedule }: Plan): string =>
  optimizerOf(optimizer).title + COURSE[schedule].brief;

function Setting({ name, label }: { name: keyof Plan & string; label: string }): JSX.Element {
  const { change, plan } = useSession().descent;
  return (
    <NumberField
      label={label}
      value={plan.value[name] as number}
      shown={(value) => (value !== 0 && Math.abs(value) < 1e-4 ? short(value) : String(value))}
      refuse={(value) => fault(name, value)}
      onValue={(value) => change({ [name]: value })}
    />
  );
}

function Course(): JSX.Element | null {
  const { plan, taken } = useSession().descent;
  const { schedule, rate } = plan.value;
  if (schedule === "constant") return null;
  return (
    <>
      <div class="row">
        <span aria-hidden="true">from {short(rate)} to</span>
        <Setting name="final" label="last rate" />
        <span aria-hidden="true">over</span>
        <Setting name="over" label="steps of the schedule" />
      </div>
      <p class="why">
        Step {taken.value + 1} has the rate <b class="mono">{short(rateAt(plan.value, taken.value))}</b>.
      </p>
    </>
  );
}

export function Method(): JSX.Element {
  const {
    descent: { change, plan },
    screen: { methodOpen },
  } = useSession();
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.querySelector("select")?.focus(), []);
  const { optimizer, schedule } = plan.value;
  const { formula, settings } = optimizerOf(optimizer);
  return (
    <section class="method" id="method" ref={root} aria-label="Optimiser and schedule">
      <div class="ph">
        <h3>Optimiser</h3>
        <IconButton
          class="btn ghost sm icon"
          icon="close"
          label="Close optimiser"
          onClick={() => assign(methodOpen, false)}
        />
      </div>
      <div class="row">
        <span aria-hidden="true">Method</span>
        <Select
          label="Method"
          value={optimizer}
          choices={OPTIMIZERS.map(({ name, title }) => [name, title] as const)}
          onValue={(next) => change({ optimizer: next })}
        />
      </div>
      <p class="step mono">{formula}</p>
      {settings.map(([name]) => (
        <div class="row" key={name}>
          <span aria-hidden="true">{SETTING[name]}</span>
          <Setting name={name} label={SETTING[name]} />
        </div>
      ))}
      <div class="row">
        <span aria-hidden="true">Rate, η</span>
        <Select
          label="Schedule"
          value={schedule}
          choices={SCHEDULES.map((name) => [name, COURSE[name].title] as const)}
          onValue={(next) => change({ schedule: next })}
        />
      </div>
      <Course />
      <MemoryTable />
    </section>
  );
}
