/** Predict: the drawing with its grads hidden, the question under it, and what was answered. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Banner } from "../components/banner";
import { Icon } from "../components/icon";
import { Zoom } from "../components/zoom";
import { Stage } from "../drawing/stage";
import { doc } from "../session/document";
import { name } from "../session/naming";
import { isDrawing, picture } from "../session/picture";
import { dressPredict } from "./annotate";
import { DrawingFrame } from "./drawing";
import { Instead } from "./empty-state";
import { Log } from "./log";
import { asked, at, moment, progress, question } from "./prediction";
import { Ask } from "./question";
import { outcome } from "./quiz";

/** With more questions than this, or longer names together, they are counted and not listed. */
const LISTED = 10;
const CHARACTERS = 30;
const SHOWN = 6;

export const stage = new Stage({ dress: dressPredict });

function Track(): JSX.Element {
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
          how === "found" ? (isAgain ? "ok again" : "ok") : how === "revealed" ? "told" : undefined;
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
        <DrawingFrame
          stage={stage}
          picture={picture}
          moment={moment}
          fits={(drawn, now) => now.doc.structure === drawn.structure}
          isDrawing={isDrawing}
        />
        <Instead />
        <Banner />
        {picture.value !== null && <Zoom on={stage} />}
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
