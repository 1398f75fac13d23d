/** During a pause: a slider for any leaf. Its number goes along when the run continues. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { NumberField } from "../components/number-field";
import { short } from "../format";
import { elementName } from "./maps";
import { useTrain } from "./state";

const MOST = 12;

/** The names that contain these characters, those that begin with it first. */
function found(names: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const all = names.filter((name) => name.toLowerCase().includes(wanted));
  const begin = all.filter((name) => name.toLowerCase().startsWith(wanted));
  return [...begin, ...all.filter((name) => !begin.includes(name))].slice(0, MOST);
}

function Slider({ name, value }: { name: string; value: number }): JSX.Element {
  const { training } = useTrain();
  const now = training.changed.value[name] ?? value;
  const reach = Math.max(1, 2 * Math.abs(value));
  const set = (to: number): void => training.set({ [name]: to });
  return (
    <div class="tn-leaf">
      <b class="mono" title={name}>
        {name}
      </b>
      <input
        type="range"
        min={-reach}
        max={reach}
        step={reach / 200}
        value={now}
        style={{ "--p": `${Math.max(0, Math.min(100, (50 * (now + reach)) / reach))}%` }}
        aria-label={name}
        aria-valuetext={`${name} is ${short(now)}`}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
      <NumberField value={now} label={`Number of ${name}`} onValue={set} />
    </div>
  );
}

export function Parameters(): JSX.Element | null {
  const { training, session, element } = useTrain();
  const text = useSignal("");
  if (training.state.value !== "paused") return null;
  const values = new Map<string, number>();
  for (const { name, data } of session.document.leaves.value) if (name) values.set(name, data);
  for (const part of training.partsAt(training.partsStep.value ?? 0) ?? []) {
    part.data.forEach((data, at) => {
      const name = elementName(part, at);
      if (!values.has(name)) values.set(name, data);
    });
  }
  if (values.size === 0) return null;
  const first = [
    ...new Set([...(element.value === null ? [] : [element.value]), ...Object.keys(training.changed.value)]),
  ];
  const names = [...new Set([...first, ...found([...values.keys()], text.value)])].filter((name) =>
    values.has(name),
  );
  return (
    <section class="panel tn-leaves" aria-label="Parameters">
      <div class="ph">
        <h2>Parameters</h2>
        <input
          class="field"
          type="search"
          aria-label="Find a parameter"
          placeholder="Find"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </div>
      {names.slice(0, MOST).map((name) => (
        <Slider key={name} name={name} value={values.get(name) ?? 0} />
      ))}
      <p class="none">Numbers you change here are used when the run continues.</p>
    </section>
  );
}
