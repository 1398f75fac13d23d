/** The bugs, each with a switch, and the line of code that each changes. */
import type { JSX } from "preact";
import { Prose } from "../components/prose";
import type { Bug } from "../wire/types";
import { change } from "./code";
import { BUGS } from "./kept";
import { usePractise } from "./state";

const TEXTS: Readonly<Record<Bug, { title: string; about: string }>> = {
  assign: {
    title: "Write `=` instead of `+=`",
    about: "Each use overwrites the grad. The last one wins.",
  },
  depth_first: {
    title: "Skip topological order",
    about: "A node passes its grad on before all its uses have added their share.",
  },
  no_zero_grad: {
    title: "Skip `zero_grad`",
    about: "Leaves keep the grads of the last pass, and this pass adds to them.",
  },
  zero_leaves_only: {
    title: "Zero only the leaves",
    about: "As micrograd's `zero_grad` does: computed values keep the last pass over the same graph.",
  },
};

export function Switches(): JSX.Element {
  const { bugs, result, switchBug } = usePractise().lab;
  const answer = result.value?.answer ?? null;
  return (
    <ul class="bugs">
      {BUGS.map((bug) => {
        const isOn = bugs.value.includes(bug);
        const wrong = answer?.alone[bug];
        return (
          <li key={bug}>
            <label class="switch bug">
              <input
                type="checkbox"
                role="switch"
                checked={isOn}
                aria-checked={isOn}
                aria-describedby={`about-${bug}`}
                onChange={(event) => switchBug(bug, event.currentTarget.checked)}
              />
              <strong>
                <Prose text={TEXTS[bug].title} />
              </strong>
            </label>
            {isOn && wrong !== undefined && answer !== null && (
              <span class={wrong > 0 ? "tag err" : "tag"}>
                {bugs.value.length > 1 && "on its own: "}
                {wrong} of {answer.compared} wrong
              </span>
            )}
            <p id={`about-${bug}`}>
              <Prose text={TEXTS[bug].about} />
            </p>
          </li>
        );
      })}
    </ul>
  );
}

export function Diff(): JSX.Element {
  const { firstOp, bugs } = usePractise().lab;
  return (
    <div class="diffs">
      {bugs.value.map((bug) => {
        const { place, right, wrong } = change(bug, firstOp.value);
        const label = `Changed line in ${place}: ${right.join("")} becomes ${wrong.join("")}`;
        return (
          <div key={bug} class="diff" role="img" aria-label={label}>
            <span class="muted">{place}</span>
            <span class="del">
              <i>−</i>
              {right[0]}
              <b>{right[1]}</b>
              {right[2]}
            </span>
            <span class="add">
              <i>+</i>
              {wrong[0]}
              <b>{wrong[1]}</b>
              {wrong[2]}
            </span>
          </div>
        );
      })}
    </div>
  );
}
