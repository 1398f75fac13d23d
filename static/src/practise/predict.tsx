/** Predict: the drawing with its grads hidden, the question under it, and what was answered. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Banner } from "../components/banner";
import { Drawing } from "../components/drawing";
import { Icon } from "../components/icon";
import { Zoom } from "../components/zoom";
import { name } from "../compute/naming";
import { useSession } from "../session/context";
import { EmptyState } from "./empty-state";
import { Log } from "./log";
import { Ask } from "./question";
import { outcome } from "./quiz";
import { usePractise } from "./state";

/** With more questions than this, or longer names together, they are counted and not listed. */
const LISTED = 10;
const CHARACTERS = 30;
const SHOWN = 6;

function Track(): JSX.Element {
  const { asked, at, progress } = usePractise().prediction;
  const all = asked.value;
  const found = progress.value.filter((attempt, index) => {
    const its = all[index];
    return its !== undefined && outcome(its, attempt) === "found";
  }).length;
  const label = `Progress, ${found} of ${all.length} found`;
  const length = all.reduce((sum, each) => sum + Math.min(SHOWN, name(each.node).length), 0);
  if (all.length > LISTED || length > CHARACTERS)
    return <span class="tag">{`${found} of ${all.length} found`}</span>;
  return (
    <ol class="track" aria-label={label}>
      {all.map((each, index) => {
        const attempt = progress.value[index];
        const how = attempt === undefined ? "open" : outcome(each, attempt);
        const isAgain = how === "found" && (attempt?.tries.length ?? 0) > 1;
        const style =
          how === "found" ? (isAgain ? "ok again" : "ok") : how === "revealed" ? "revealed" : undefined;
        return (
          <li key={each.node.id} class={style} aria-current={index === at.value ? "step" : undefined}>
            <span>{name(each.node)}</span>
            {how === "found" && <Icon name="check" />}
            {how === "revealed" && <Icon name="minus" />}
            <span class="sr">
              {how === "found"
                ? isAgain
                  ? ", found at a later try"
                  : ", found"
                : how === "revealed"
                  ? ", revealed"
                  : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export function Predict(): JSX.Element {
  const session = useSession();
  const {
    stage,
    document: { doc },
    picture: { picture },
  } = session;
  const { moment, question } = usePractise().prediction;
  useSignalEffect(() => {
    const open = question.value;
    if (open !== null && picture.value !== null) stage.reveal(open.node.id);
  });
  return (
    <section aria-labelledby="predict" id="main" class="predict">
      <header class="lead">
        <h1 id="predict">Predict</h1>
        <p>Work backward by hand. A grad appears when you get it right.</p>
        <Track />
      </header>
      <div class="canvas">
        <Drawing session={session} moment={moment} />
        <EmptyState />
        <Banner />
        {picture.value !== null && <Zoom stage={stage} />}
      </div>
      {doc.value !== null && (
        <div class="ask">
          <Ask />
          <Log />
        </div>
      )}
    </section>
  );
}
