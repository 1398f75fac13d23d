/** Descent: rate, steps and direction, the curve so far and what the next steps would bring. */
import type { JSX } from "preact";
import { counted, short } from "../format";
import { Curve } from "../parts/curve";
import { Icon } from "../parts/icon";
import { NumberField } from "../parts/number-field";
import { Segments } from "../parts/segments";
import { canRedo, canUndo, redo, undo } from "../state/descending";
import { curve, direction, preview, rate, steps, trained, trouble } from "../state/descent";
import { doc } from "../state/document";
import { called } from "../state/naming";

const MOST_STEPS = 10_000;

const rateFault = (value: number): string | null =>
  value > 0 ? null : "The learning rate is above 0. Choose Maximise to go uphill.";
const stepsFault = (value: number): string | null =>
  Number.isInteger(value) && value >= 1 && value <= MOST_STEPS
    ? null
    : `Steps are a whole number from 1 to ${MOST_STEPS}.`;

function who(): string {
  const names = trained.value;
  if (names.length === 0) return "θ = none";
  const text = names.join(", ");
  return text.length <= 14
    ? `θ = ${text}`
    : `θ = ${counted(names.length, "leaf").replace("leafs", "leaves")}`;
}

function UndoRedo(): JSX.Element {
  return (
    <span class="acts">
      {canUndo.value && (
        <button
          class="btn ghost sm icon"
          type="button"
          aria-label="Undo descent"
          title="Undo descent (Z)"
          onClick={undo}
        >
          <Icon name="undo" />
        </button>
      )}
      {canRedo.value && (
        <button
          class="btn ghost sm icon"
          type="button"
          aria-label="Redo descent"
          title="Redo descent (Shift Z)"
          onClick={redo}
        >
          <Icon name="redo" />
        </button>
      )}
    </span>
  );
}

export function Descent(): JSX.Element {
  const output = called(doc.value, doc.value?.output ?? null);
  const ahead = preview.value[1];
  return (
    <div class="desc">
      <h2>
        <span>Descent{output === "" ? "" : ` on ${output}`}</span>
        <small title={trained.value.join(", ")}>{who()}</small>
        <UndoRedo />
        <Segments
          name="descent"
          label="Direction of descent"
          small
          value={direction.value}
          choices={[
            { value: "minimize", label: "Minimise", face: "min" },
            { value: "maximize", label: "Maximise", face: "max" },
          ]}
          onValue={(value) => {
            direction.value = value;
          }}
        />
      </h2>
      <div class="stack">
        <span aria-hidden="true">learning rate</span>
        <NumberField
          value={rate.value}
          label="learning rate"
          step={0.01}
          shown={String}
          refuse={rateFault}
          onValue={(value) => {
            rate.value = value;
          }}
        />
        <span aria-hidden="true">steps</span>
        <NumberField
          value={steps.value}
          label="steps"
          step={1}
          shown={String}
          refuse={stepsFault}
          onValue={(value) => {
            steps.value = value;
          }}
        />
      </div>
      <figure>
        <Curve taken={curve.value} ahead={preview.value} />
        <figcaption>
          {trouble.value !== null ? (
            <span class="trouble" role="alert">
              <Icon name="warn" />
              {trouble.value}
            </span>
          ) : (
            ahead !== undefined &&
            output !== "" && (
              <>
                next {output} <b class="mono data">{short(ahead)}</b>
              </>
            )
          )}
        </figcaption>
      </figure>
    </div>
  );
}
