/** The task of a lesson: what is asked, the means to answer, the verdict and the hint. */

import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { assign } from "../session/assign";
import type { Lesson } from "../wire/types";
import { useLessons } from "./state";
import { Choose } from "./tasks/choose";
import { Predict } from "./tasks/predict";
import { Reach } from "./tasks/reach";
import { SetOne } from "./tasks/set";
import { Train } from "./tasks/train";
import { Write } from "./tasks/write";

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
