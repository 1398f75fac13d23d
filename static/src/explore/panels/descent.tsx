/** Descent: rate, steps, direction and method, the curve so far and what the next steps would bring. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Curve } from "../../components/curve";
import { Icon } from "../../components/icon";
import { inShort, Method } from "../../components/method";
import { NumberField } from "../../components/number-field";
import { Segments } from "../../components/segments";
import { counted, short } from "../../format";
import { fault } from "../../plan";
import { canRedo, canUndo, redo, undo } from "../../session/descending";
import { change, curve, plan, preview, trained, trouble } from "../../session/descent";
import { doc } from "../../session/document";
import { called } from "../../session/naming";
import { isOutputAhead } from "../../session/playback";
import { methodOpen } from "../../session/screen";

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

const set = (name: "rate" | "steps") => ({
  value: plan.value[name],
  shown: String,
  refuse: (value: number) => fault(name, value),
  onValue: (value: number) => change({ [name]: value }),
});

/** What went wrong, else what the next step brings. */
function Caption(): JSX.Element {
  const output = called(doc.value, doc.value?.output ?? null);
  const next = isOutputAhead.value ? undefined : preview.value[1];
  if (trouble.value !== null) {
    return (
      <span class="trouble" role="alert">
        <Icon name="warn" />
        {trouble.value}
      </span>
    );
  }
  return (
    <span class="next">
      {next !== undefined && output !== "" && (
        <>
          next {output} <b class="mono data">{short(next)}</b>
        </>
      )}
    </span>
  );
}

export function Descent(): JSX.Element {
  const output = called(doc.value, doc.value?.output ?? null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const panel = root.current;
    if (panel === null) return undefined;
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !methodOpen.peek() || event.defaultPrevented) return;
      event.stopPropagation();
      methodOpen.value = false;
      panel.querySelector<HTMLElement>(".how")?.focus();
    };
    panel.addEventListener("keydown", leave);
    return () => panel.removeEventListener("keydown", leave);
  }, []);
  return (
    <div class="desc" ref={root}>
      <h2>
        <span>Descent{output === "" ? "" : ` on ${output}`}</span>
        <small title={trained.value.join(", ")}>{who()}</small>
        <UndoRedo />
        <Segments
          name="descent"
          label="Direction of descent"
          small
          value={plan.value.direction}
          choices={[
            { value: "minimize", label: "Minimise", face: "min" },
            { value: "maximize", label: "Maximise", face: "max" },
          ]}
          onValue={(direction) => change({ direction })}
        />
      </h2>
      <div class="stack">
        <span aria-hidden="true">learning rate</span>
        <NumberField label="learning rate" step={0.01} {...set("rate")} />
        <span aria-hidden="true">steps</span>
        <NumberField label="steps" step={1} {...set("steps")} />
      </div>
      <figure>
        {isOutputAhead.value ? (
          <Curve taken={[]} ahead={[]} />
        ) : (
          <Curve taken={curve.value} ahead={preview.value} />
        )}
      </figure>
      <div class="desc-foot">
        <button
          class="btn sm how"
          type="button"
          aria-expanded={methodOpen.value}
          aria-controls="method"
          title="Optimiser and schedule"
          onClick={() => {
            methodOpen.value = !methodOpen.value;
          }}
        >
          {inShort(plan.value)}
          <Icon name="down" />
        </button>
        <Caption />
      </div>
      {methodOpen.value && <Method />}
    </div>
  );
}
