/** The thing to try: what to do, the controls that it needs, and what is said once it is done. */
import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { Prose } from "../components/prose";
import { ZeroGrads } from "../components/zero-grads";
import { fullName } from "../compute/naming";
import { short } from "../format";
import type { GraphNode } from "../wire/types";
import { useWhy } from "./state";

const REACH = 5;

function Leaf({ leaf }: { leaf: GraphNode }): JSX.Element {
  const { actions, program } = useWhy().session;
  const name = fullName(leaf);
  const value = program.moved.value[name] ?? leaf.data;
  const share = (100 * (Math.max(-REACH, Math.min(REACH, value)) + REACH)) / (2 * REACH);
  return (
    <div class="why-leaf">
      <label for={`leaf-${leaf.id}`}>{name}</label>
      <input
        class="is-data"
        id={`leaf-${leaf.id}`}
        type="range"
        min={-REACH}
        max={REACH}
        step={0.1}
        value={value}
        aria-valuetext={`${name} = ${short(value)}`}
        style={{ "--p": `${share}%` }}
        onInput={(event) => void actions.move(name, event.currentTarget.valueAsNumber, false)}
        onChange={(event) => void actions.move(name, event.currentTarget.valueAsNumber, true)}
      />
      <NumberField
        value={value}
        label={`${name}, exactly`}
        step={0.1}
        onValue={(next) => void actions.move(name, next, true)}
      />
    </div>
  );
}

/** Backward once more, with or without setting the grads to zero before. */
function Backward(): JSX.Element {
  const { session, has } = useWhy();
  const { backward } = session.passes;
  return (
    <div class="row">
      <button class="btn is-grad" type="button" onClick={() => void backward()}>
        Backward
      </button>
      {has("zero") && <ZeroGrads session={session} />}
    </div>
  );
}

function Descend(): JSX.Element {
  const { descent, descentRun } = useWhy().session;
  return (
    <div class="row">
      <span class="why-rate">
        rate
        <NumberField
          value={descent.plan.value.rate}
          label="Learning rate"
          shown={short}
          refuse={(value) => (value > 0 ? null : "The rate must be above 0.")}
          onValue={(rate) => descent.change({ rate })}
        />
      </span>
      <button class="btn" type="button" onClick={() => void descentRun.descend()}>
        Step descent
      </button>
    </div>
  );
}

export function AttemptBox(): JSX.Element {
  const { again, done, has, leaves, question, session, showHow } = useWhy();
  const trouble = session.descent.trouble.value;
  return (
    <section class="why-try" aria-labelledby="why-try">
      <h2 id="why-try">Try it</h2>
      <p>
        <Prose text={question.attempt.text} />
      </p>
      {leaves.value.map((leaf) => (
        <Leaf key={leaf.id} leaf={leaf} />
      ))}
      {has("backward") && <Backward />}
      {has("descend") && <Descend />}
      {trouble !== null && <p class="why-line">{trouble}</p>}
      <p class={done.value ? "why-done ok" : "why-done"} role="status">
        {done.value && (
          <>
            <Icon name="check" />
            <span>
              <b>Tried.</b> <Prose text={question.attempt.done} />
            </span>
          </>
        )}
      </p>
      <div class="row">
        <button class="btn sm" type="button" onClick={() => void showHow()}>
          Do it for me
        </button>
        <button class="btn sm ghost" type="button" onClick={() => void again()}>
          Start again
        </button>
      </div>
    </section>
  );
}
