/** The task of a lesson: what is asked, the means to answer, the verdict and the hint. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { Prose } from "../components/prose";
import { courseOf, spokenCourse } from "../curves/course";
import { CurvePlot } from "../curves/curve-plot";
import { card, counted, short } from "../format";
import { assign } from "../session/assign";
import type { Lesson } from "../wire/types";
import { chosen, predicted, reached, trained } from "./check";
import { useLessons } from "./state";

type Kind<K extends Lesson["task"]["kind"]> = { readonly task: Extract<Lesson["task"], { kind: K }> };

function Predict({ task }: Kind<"predict">): JSX.Element {
  const { check } = useLessons();
  const typed = useSignal("");
  const send = (event: Event): void => {
    event.preventDefault();
    const text = typed.value;
    void check((facts) => predicted(task, text, facts));
  };
  return (
    <form class="ls-answer" onSubmit={send} noValidate>
      <label for="ls-number">Your answer</label>
      <input
        class="field num"
        id="ls-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-describedby="ls-verdict"
        value={typed.value}
        onInput={(event) => assign(typed, event.currentTarget.value)}
      />
      <button class="btn primary" type="submit">
        Check
      </button>
    </form>
  );
}

function Leaves({ task }: Kind<"set">): JSX.Element {
  const {
    check,
    work: { fresh },
    set,
  } = useLessons();
  const leaves = (fresh.value?.nodes ?? []).filter((node) => task.leaves.includes(node.name ?? ""));
  return (
    <div class="ls-set">
      {leaves.map((leaf) => {
        const name = leaf.name ?? leaf.id;
        const [low, high] = [-5, 5];
        return (
          <div class="ls-leaf" key={name}>
            <label for={`ls-${name}`}>{name}</label>
            <input
              class="is-data"
              id={`ls-${name}`}
              type="range"
              min={low}
              max={high}
              step={0.01}
              value={leaf.data}
              aria-valuetext={`${name} = ${short(leaf.data)}`}
              style={{ "--p": `${(100 * (leaf.data - low)) / (high - low)}%` }}
              onInput={(event) => void set(name, Number(event.currentTarget.value))}
            />
            <NumberField
              value={leaf.data}
              label={`${name}, exactly`}
              step={0.1}
              onValue={(value) => void set(name, value)}
            />
          </div>
        );
      })}
      <button class="btn primary" type="button" onClick={() => void check((facts) => reached(task, facts))}>
        Check
      </button>
    </div>
  );
}

function Choose({ task }: Kind<"choose">): JSX.Element {
  const {
    check,
    work: { fresh },
    pick,
    picked,
  } = useLessons();
  const nodes = (fresh.value?.nodes ?? []).filter((node) => node.op !== "constant");
  return (
    <div class="ls-answer">
      <fieldset class="ls-choices">
        <legend>Click nodes in the graph, or choose them here</legend>
        {nodes.map((node) => (
          <label class="check" key={node.id}>
            <input type="checkbox" checked={picked.value.has(node.id)} onChange={() => pick(node.id)} />
            <code>{node.label || node.id}</code>
          </label>
        ))}
      </fieldset>
      <button
        class="btn primary"
        type="button"
        onClick={() => void check((facts) => chosen(task, picked.peek(), facts))}
      >
        Check
      </button>
    </div>
  );
}

function Train({ task }: Kind<"steps">): JSX.Element {
  const {
    again,
    check,
    work: { losses, train },
  } = useLessons();
  const rate = useSignal(task.rate);
  const loss = losses.value.at(-1);
  return (
    <div class="ls-set">
      <div class="ls-answer">
        <span>rate</span>
        <NumberField
          value={rate.value}
          label="Learning rate"
          shown={short}
          refuse={(value) => (value > 0 ? null : "The rate must be above 0.")}
          onValue={(value) => assign(rate, value)}
        />
        {[1, 10, 100].map((steps) => (
          <button class="btn" type="button" key={steps} onClick={() => void train(rate.value, steps)}>
            {steps} {steps === 1 ? "step" : "steps"}
          </button>
        ))}
      </div>
      <p class="ls-loss">
        loss <span class="data mono">{loss === undefined ? "…" : card(loss)}</span> after{" "}
        {counted(Math.max(0, losses.value.length - 1), "step")}
      </p>
      <div class="ls-curve">
        <CurvePlot
          title="loss"
          bare
          height={120}
          series={[courseOf("loss", losses.value, [])]}
          spoken={spokenCourse(losses.value, [])}
        />
      </div>
      <div class="ls-answer">
        <button class="btn primary" type="button" onClick={() => void check((facts) => trained(task, facts))}>
          Check
        </button>
        <button class="btn" type="button" onClick={() => void again()}>
          Start again
        </button>
      </div>
    </div>
  );
}

function Means({ open }: { open: Lesson }): JSX.Element {
  const { task } = open;
  switch (task.kind) {
    case "predict":
      return <Predict key={open.name} task={task} />;
    case "set":
      return <Leaves task={task} />;
    case "choose":
      return <Choose task={task} />;
    default:
      return <Train key={open.name} task={task} />;
  }
}

export function TaskBox({ open }: { open: Lesson }): JSX.Element {
  const { hinted, isSolved, verdict } = useLessons();
  const judged = verdict.value;
  return (
    <section class="ls-task" aria-labelledby="ls-task-h">
      <div class="ls-task-head">
        <h2 id="ls-task-h">Task</h2>
        {isSolved.value && (
          <span class="tag ok">
            <Icon name="note" />
            solved
          </span>
        )}
      </div>
      <p class="ls-question">
        <Prose text={open.task.question} />
      </p>
      <Means open={open} />
      <p
        class={judged === null ? "ls-verdict" : judged.right ? "ls-verdict ok" : "ls-verdict err"}
        id="ls-verdict"
        role="status"
      >
        {judged?.text ?? ""}
      </p>
      {hinted.value ? (
        <p class="ls-hint">
          <b>Hint.</b> <Prose text={open.task.hint} />
        </p>
      ) : (
        <button class="btn sm ghost" type="button" onClick={() => assign(hinted, true)}>
          Show the hint
        </button>
      )}
    </section>
  );
}
