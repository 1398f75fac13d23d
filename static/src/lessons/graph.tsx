/** The lesson's graph, drawn and patched as in the explorer, and the steps through its backward pass. */
import type { JSX } from "preact";
import { Cropped } from "../components/cropped";
import { Drawing } from "../components/drawing";
import { Icon, type IconName } from "../components/icon";
import { Zoom } from "../components/zoom";
import { type Part, plain, stepSentence } from "../session/sentence";
import { Curve } from "./curve";
import { useLessons } from "./state";

export function Graph(): JSX.Element {
  const {
    session,
    choice: { lesson },
    work: { fresh },
    steps,
    pick,
  } = useLessons();
  const span = lesson.value?.curve ?? null;
  if (span !== null) return <Curve span={span} />;
  return (
    <section class="ls-graph" aria-label="Graph">
      <div class="canvas">
        <Drawing session={session} moment={steps.moment} onChoose={pick} />
        {session.picture.picture.value !== null && (
          <>
            <Cropped stage={session.stage} />
            <Zoom stage={session.stage} />
          </>
        )}
      </div>
      {lesson.value?.view === "steps" && fresh.value !== null && <Steps />}
    </section>
  );
}

/** A sentence with its names and numbers set, each in its colour. */
function Sentence({ parts }: { parts: readonly Part[] }): JSX.Element {
  return (
    <>
      {parts.map(({ text, as, tone }, index) => {
        const gap = index === 0 || as === "stop" ? "" : " ";
        const isStrong = as === "strong" || as === "name";
        return (
          <span key={index} class={tone ?? ""}>
            {gap}
            {isStrong ? <b>{text}</b> : text}
          </span>
        );
      })}
    </>
  );
}

/** One button of the row; those at the ends have an icon alone. */
function Go(props: {
  icon: IconName;
  label: string;
  isEnd?: boolean;
  to: number;
  isOff: boolean;
}): JSX.Element {
  const { goTo } = useLessons().steps;
  return (
    <button
      class={props.isEnd ? "btn icon" : "btn"}
      type="button"
      aria-label={props.isEnd ? props.label : undefined}
      disabled={props.isOff}
      onClick={() => goTo(props.to)}
    >
      <Icon name={props.icon} />
      {!props.isEnd && props.label}
    </button>
  );
}

function Steps(): JSX.Element {
  const {
    work: { fresh },
    steps,
  } = useLessons();
  const doc = fresh.value;
  const step = steps.current.value;
  const [at, last, total] = [steps.reached.value, steps.furthest.value, steps.trace.value.length];
  const parts: Part[] =
    doc !== null && step !== null
      ? stepSentence(doc, step)
      : [{ text: "Step through the backward pass: one use of the chain rule at a time." }];
  const sentence = plain(parts);
  const end = /[.:]$/.test(sentence) ? "" : ".";
  const rest = last < total && at === last ? `${end} The next step would give the answer away.` : "";
  return (
    <div class="ls-steps">
      <div class="ls-transport">
        <span class="ls-count">
          Backward, step {at} of {total}
        </span>
        <Go icon="first" label="First step" isEnd to={0} isOff={at === 0} />
        <Go icon="back" label="Back" to={at - 1} isOff={at === 0} />
        <Go icon="step" label="Step" to={at + 1} isOff={at >= last} />
        <Go icon="last" label="Last step" isEnd to={last} isOff={at >= last} />
      </div>
      <input
        class="is-grad"
        type="range"
        aria-label="Backward steps"
        min={0}
        max={total}
        value={at}
        aria-valuetext={sentence}
        style={{ "--p": `${total === 0 ? 0 : (100 * at) / total}%` }}
        onInput={(event) => {
          steps.goTo(Number(event.currentTarget.value));
          // Where it may not go any further, the slider goes back with it.
          event.currentTarget.value = String(steps.reached.peek());
        }}
      />
      <p class="ls-say" aria-live="polite">
        <Sentence parts={parts} />
        {rest}
      </p>
    </div>
  );
}
