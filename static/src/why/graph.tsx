/** The graph of a question, the steps of its pass, and what is said of the step. */
import type { JSX } from "preact";
import { Cropped } from "../components/cropped";
import { Drawing } from "../components/drawing";
import { EmptyState } from "../components/empty-state";
import { Icon, type IconName } from "../components/icon";
import { Zoom } from "../components/zoom";
import { useSession } from "../session/context";
import { actionSentence, plain, stepSentence } from "../session/sentence";
import type { Session } from "../session/session";

function said({ document, playback }: Session): string {
  const doc = document.doc.value;
  if (doc === null) return "";
  const step = playback.current.value;
  if (step !== null) return plain(stepSentence(doc, step));
  return playback.done.value === 0
    ? "Before the first step: the grads are not computed yet."
    : plain(actionSentence(doc, document.lastAction.value));
}

function Go(props: { icon: IconName; label: string; isOff: boolean; onClick: () => void }): JSX.Element {
  return (
    <button class="btn" type="button" disabled={props.isOff} onClick={props.onClick}>
      <Icon name={props.icon} />
      {props.label}
    </button>
  );
}

function Steps(): JSX.Element {
  const session = useSession();
  const {
    passes: { stepTo, stepBy },
    playback: { reached, total },
  } = session;
  const [at, count] = [reached.value, total.value];
  const sentence = said(session);
  return (
    <div class="why-steps">
      <div class="why-transport">
        <span class="why-count">
          Backward, step {at} of {count}
        </span>
        <Go icon="first" label="First" isOff={count === 0} onClick={() => void stepTo(1)} />
        <Go icon="back" label="Back" isOff={at === 0} onClick={() => void stepBy(-1)} />
        <Go icon="step" label="Step" isOff={at >= count} onClick={() => void stepBy(1)} />
      </div>
      <p class="why-say" aria-live="polite">
        {sentence}
      </p>
    </div>
  );
}

export function Graph(): JSX.Element {
  const session = useSession();
  const { changes, document, picture, selection, stage } = session;
  const isOld = document.problem.value !== null || changes.run.isRunning.value;
  return (
    <section class="why-graph" aria-label="Graph">
      <div class={isOld ? "canvas is-old" : "canvas"}>
        <Drawing session={session} onChoose={(id) => selection.select(id)} />
        <EmptyState />
        {picture.picture.value !== null && (
          <>
            <Cropped stage={stage} />
            <Zoom stage={stage} />
          </>
        )}
      </div>
      <Steps />
    </section>
  );
}
