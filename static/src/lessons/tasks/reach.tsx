/** Several leaves to be moved until a value is below or above a bound. */
import type { JSX } from "preact";
import { NumberField } from "../../components/number-field";
import { card, short } from "../../format";
import { bounded } from "../check";
import { useLessons } from "../state";
import { Check } from "./check";
import type { Kind } from "./kind";

function Slider({ task, name }: Kind<"reach"> & { name: string }): JSX.Element {
  const {
    work: { fresh },
    set,
    numberOf,
  } = useLessons();
  const { from, to, step } = task.sliders;
  const value = numberOf(name);
  const grad = fresh.value?.nodes.find((node) => node.name === name)?.grad;
  return (
    <div class="ls-leaf">
      <label for={`ls-${name}`}>{name}</label>
      <input
        class="is-data"
        id={`ls-${name}`}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        aria-valuetext={`${name} = ${short(value)}`}
        style={{ "--p": `${(100 * (value - from)) / (to - from)}%` }}
        onInput={(event) => void set(name, Number(event.currentTarget.value))}
      />
      <NumberField
        value={value}
        label={`${name}, exactly`}
        step={0.1}
        onValue={(next) => void set(name, next)}
      />
      <span class="grad mono" title={`grad of ${name}`}>
        {grad === undefined ? "" : card(grad)}
      </span>
    </div>
  );
}

export function Reach({ task }: Kind<"reach">): JSX.Element {
  const {
    check,
    work: { fresh },
  } = useLessons();
  const of = task.rule.below?.data ?? task.rule.above?.data ?? "";
  const reachedNow = fresh.value?.nodes.find((node) => node.label === of)?.data;
  return (
    <div class="ls-set">
      <div class="ls-leaf ls-leaf-head" aria-hidden="true">
        <span />
        <span />
        <span>data</span>
        <span>grad</span>
      </div>
      {task.leaves.map((name) => (
        <Slider key={name} task={task} name={name} />
      ))}
      <p class="ls-loss">
        {of} <span class="data mono">{reachedNow === undefined ? "…" : card(reachedNow)}</span>
      </p>
      <Check onCheck={() => void check((facts) => bounded(task, facts))} />
    </div>
  );
}
