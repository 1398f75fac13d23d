/** The task of a lesson: what is asked, the means to answer, the verdict and the hint. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { Prose } from "../components/prose";
import { useEditor } from "../components/use-editor";
import { courseOf, spokenCourse } from "../curves/course";
import { CurvePlot } from "../curves/curve-plot";
import { card, counted, short } from "../format";
import { assign } from "../session/assign";
import { placeWords, withAdvice } from "../wire/problem";
import type { Lesson } from "../wire/types";
import { agreed, among, bounded, chosen, predicted, reached, trained, type Verdict } from "./check";
import { useLessons } from "./state";
import { shownNumber, written } from "./written";

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
      <Check />
    </form>
  );
}

/** A field for a leaf that reads 2/3 and 0,667 as well, and says what it has read. */
function Answer(props: {
  readonly name: string;
  readonly onSend: (value: number) => void;
  readonly onOdd: () => void;
}): JSX.Element {
  const { numberOf } = useLessons();
  const draft = useSignal<string | null>(null);
  const now = numberOf(props.name);
  const text = draft.value ?? shownNumber(now);
  const read = written(text);
  const send = (event: Event): void => {
    event.preventDefault();
    if (read === null) {
      props.onOdd();
      return;
    }
    draft.value = null;
    props.onSend(read);
  };
  return (
    <form class="ls-answer" onSubmit={send} noValidate>
      <label for="ls-leaf">{props.name} =</label>
      <input
        class="field num data"
        id="ls-leaf"
        type="text"
        inputMode="text"
        autoComplete="off"
        aria-describedby="ls-read ls-verdict"
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => assign(draft, event.currentTarget.value)}
      />
      <span class="ls-read" id="ls-read">
        {read !== null && text.includes("/") ? `= ${short(read, 4)}` : ""}
      </span>
      <Check />
    </form>
  );
}

/** The one black button until the task is solved. */
function Check(props: { readonly onCheck?: () => void }): JSX.Element {
  const { isSolved } = useLessons();
  return (
    <button
      class={isSolved.value ? "btn" : "btn primary"}
      type={props.onCheck === undefined ? "submit" : "button"}
      onClick={props.onCheck}
    >
      Check
    </button>
  );
}

const ODD: Verdict = { right: false, text: "Write a number, such as 0.5 or 2/3." };

function SetOne({ task }: Kind<"set">): JSX.Element {
  const { check, set } = useLessons();
  const [leaf = ""] = task.leaves;
  return (
    <div class="ls-set">
      <Answer
        name={leaf}
        onOdd={() => void check(() => ODD)}
        onSend={(value) => void set(leaf, value).then(() => check((facts) => reached(task, facts)))}
      />
      <p class="ls-note">Fractions count: 1/3, 0.333 and .333 are all read as numbers.</p>
    </div>
  );
}

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

function Reach({ task }: Kind<"reach">): JSX.Element {
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

/** Where a program that is to be mended needs it. */
const WHERE = /pass {2}# Your|seen\.add/;

/** The program, to be mended. */
function Write({ task }: Kind<"write">): JSX.Element {
  const { again, check, edited, session } = useLessons();
  const host = useRef<HTMLDivElement>(null);
  const judge = (): void => {
    void edited();
    void check((facts) => {
      const found = session.document.problem.peek();
      if (found === null) return agreed(task, facts);
      const place = found.place === null ? "" : `${placeWords(found.place)}. `;
      return {
        right: false,
        text: "Not yet: the program does not run.",
        more: `${place}${withAdvice(found)}`,
      };
    });
  };
  const editor = useEditor(host, { onRest: () => void edited(), onRun: judge });
  // The place to write at is in sight, and the focus stays where it is.
  useEffect(() => {
    const view = editor.current;
    const at = view?.state.doc.toString().search(WHERE) ?? -1;
    if (view === null || at < 0) return;
    // The editor alone is scrolled: the text above it is read first.
    view.requestMeasure({
      read: () => view.lineBlockAt(at).top - view.scrollDOM.clientHeight / 3,
      write: (top) => view.scrollDOM.scrollTo({ top }),
    });
  }, [editor.generation.value]);
  return (
    <div class="ls-set">
      <div class="editor ls-editor" ref={host} />
      <div class="ls-answer">
        <Check onCheck={judge} />
        <button class="btn" type="button" onClick={() => void again()}>
          Start again
        </button>
      </div>
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
  const doc = fresh.value;
  const nodes = doc === null ? [] : among(doc, task.rule).filter((node) => node.label !== "");
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
      <Check onCheck={() => void check((facts) => chosen(task, picked.peek(), facts))} />
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
        <Check onCheck={() => void check((facts) => trained(task, facts))} />
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
      return <SetOne key={open.name} task={task} />;
    case "reach":
      return <Reach key={open.name} task={task} />;
    case "write":
      return <Write key={open.name} task={task} />;
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
            <Icon name="check" />
            solved
          </span>
        )}
      </div>
      <p class="ls-question">
        <Prose text={open.task.question} />
      </p>
      <Means open={open} />
      <div
        class={judged === null ? "ls-verdict" : judged.right ? "ls-verdict ok" : "ls-verdict err"}
        id="ls-verdict"
        role="status"
      >
        {judged !== null && (
          <>
            <p class="ls-judged">
              <Icon name={judged.right ? "check" : "close"} />
              <span>{judged.text}</span>
            </p>
            {judged.more !== undefined && (
              <p class="ls-more">
                <Prose text={judged.more} />
              </p>
            )}
          </>
        )}
      </div>
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
