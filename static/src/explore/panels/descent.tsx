/** Descent: rate, steps, direction and method, the curve so far and what the next steps would bring. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../components/icon";
import { IconButton } from "../../components/icon-button";
import { inShort, Method } from "../../components/method";
import { NumberField } from "../../components/number-field";
import { Segments } from "../../components/segments";
import { called } from "../../compute/naming";
import { CurvePlot } from "../../curves/curve-plot";
import { counted, short } from "../../format";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { fault } from "../../session/plan";
import { useCourse, useWaiting } from "../descent/course";
import { TrainLink } from "../descent/train-link";

function who(names: readonly string[]): string {
  if (names.length === 0) return "θ = none";
  const text = names.join(", ");
  return text.length <= 14
    ? `θ = ${text}`
    : `θ = ${counted(names.length, "leaf").replace("leafs", "leaves")}`;
}

function UndoRedo(): JSX.Element {
  const { canRedo, canUndo, redo, undo } = useSession().descentRun;
  return (
    <span class="acts">
      {canUndo.value && (
        <IconButton
          class="btn ghost sm icon"
          icon="undo"
          label="Undo descent"
          title="Undo descent (Z)"
          onClick={undo}
        />
      )}
      {canRedo.value && (
        <IconButton
          class="btn ghost sm icon"
          icon="redo"
          label="Redo descent"
          title="Redo descent (Shift Z)"
          onClick={redo}
        />
      )}
    </span>
  );
}

function Setting({
  name,
  label,
  step,
}: {
  name: "rate" | "steps";
  label: string;
  step: number;
}): JSX.Element {
  const { plan, change } = useSession().descent;
  return (
    <>
      <span aria-hidden="true">{label}</span>
      <NumberField
        label={label}
        step={step}
        value={plan.value[name]}
        shown={String}
        refuse={(value) => fault(name, value)}
        onValue={(value) => change({ [name]: value })}
      />
    </>
  );
}

/** What went wrong, else what the next step brings. */
function Caption(): JSX.Element {
  const {
    preview,
    descent: { trouble },
    document: { doc },
    playback: { isOutputAhead },
  } = useSession();
  const waiting = useWaiting();
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
  if (waiting !== null) return <span class="next">{waiting}</span>;
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

/** Escape closes the method, and gives the focus back to its button. */
function useLeave(panel: { readonly current: HTMLElement | null }): void {
  const { methodOpen } = useSession().screen;
  useEffect(() => {
    const element = panel.current;
    if (element === null) return undefined;
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !methodOpen.peek() || event.defaultPrevented) return;
      event.stopPropagation();
      methodOpen.value = false;
      element.querySelector<HTMLElement>(".how")?.focus();
    };
    element.addEventListener("keydown", leave);
    return () => element.removeEventListener("keydown", leave);
  }, [panel, methodOpen]);
}

function Heading(): JSX.Element {
  const {
    descent: { change, plan, trained },
    document: { doc },
  } = useSession();
  const output = called(doc.value, doc.value?.output ?? null);
  return (
    <h2>
      <span>Descent{output === "" ? "" : ` on ${output}`}</span>
      <small title={trained.value.join(", ")}>{who(trained.value)}</small>
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
  );
}

function Foot(): JSX.Element {
  const {
    descent: { plan },
    screen: { courseOpen, methodOpen },
  } = useSession();
  return (
    <div class="desc-foot">
      <button
        class="btn sm how"
        type="button"
        aria-expanded={methodOpen.value}
        aria-controls="method"
        title="Optimiser and schedule"
        onClick={() => assign(methodOpen, !methodOpen.value)}
      >
        {inShort(plan.value)}
        <Icon name="down" />
      </button>
      <Caption />
      <TrainLink small />
      <IconButton
        class="btn ghost sm icon"
        icon="fit"
        label="Larger curve"
        title="Larger curve (C)"
        onClick={() => assign(courseOpen, !courseOpen.value)}
      />
    </div>
  );
}

export function Descent(): JSX.Element {
  const { methodOpen } = useSession().screen;
  const { series, shown, show, spoken } = useCourse();
  const root = useRef<HTMLDivElement>(null);
  useLeave(root);
  return (
    <div class="desc" ref={root}>
      <Heading />
      <div class="stack">
        <Setting name="rate" label="learning rate" step={0.01} />
        <Setting name="steps" label="steps" step={1} />
      </div>
      <figure>
        <CurvePlot title="Descent" bare series={series} shown={shown} onShow={show} spoken={spoken} />
      </figure>
      <Foot />
      {methodOpen.value && <Method />}
    </div>
  );
}
