/** A loss to be brought down by steps of gradient descent. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { NumberField } from "../../components/number-field";
import { courseOf, spokenCourse } from "../../curves/course";
import { CurvePlot } from "../../curves/curve-plot";
import { card, counted, short } from "../../format";
import { assign } from "../../session/assign";
import { trained } from "../check";
import { useLessons } from "../state";
import { Check } from "./check";
import type { Kind } from "./kind";

export function Train({ task }: Kind<"steps">): JSX.Element {
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
