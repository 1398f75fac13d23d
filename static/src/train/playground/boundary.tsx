/** The plot of a playground with its heading, its key, and what a click on it does. */
import type { JSX } from "preact";
import { Segments } from "../../components/segments";
import { Select } from "../../components/select";
import { count, short } from "../../format";
import { classesOf, className } from "./data";
import { Plot } from "./plot";
import { type Playground, type Tool, usePlayground } from "./state";

/** The mark of a class, as it is on the plot. */
function ClassMark({ kind }: { kind: number }): JSX.Element {
  const shapes = ["M6 2a4 4 0 1 0 .01 0z", "M6 1.5 11 10H1z", "M2 2h8v8H2z", "M6 .5 11.5 6 6 11.5.5 6z"];
  return (
    <svg
      class={`pg-mark ${["is-a", "is-b", "is-c", "is-d"][kind % 4]}`}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      <path d={shapes[kind % 4]} />
    </svg>
  );
}

function Key(): JSX.Element {
  const its = usePlayground();
  const rows = its.rows.value;
  const task = its.task.value;
  const wrong = its.judged.value?.wrong.size ?? 0;
  if (rows === null || task === "number") return <span class="muted">{rows === null ? "" : "f(x)"}</span>;
  return (
    <span class="pg-key">
      {classesOf(rows, task).map((label, kind) => (
        <span key={label}>
          <ClassMark kind={kind} /> {className(rows, label)}
        </span>
      ))}
      {its.judged.value !== null && (
        <span>
          <i class="pg-miss" /> {count(wrong)} wrong
        </span>
      )}
    </span>
  );
}

function Tools(): JSX.Element | null {
  const its = usePlayground();
  const rows = its.rows.value;
  if (rows === null || !its.isEditable.value) return null;
  const task = its.task.value;
  const classes = task === "number" ? [0] : classesOf(rows, task);
  const face = (label: number, kind: number): JSX.Element => (
    <>
      {task !== "number" && <ClassMark kind={kind} />} Add {task === "number" ? "" : className(rows, label)}
    </>
  );
  return (
    <div class="pg-tools">
      <span class="muted">Click to</span>
      <Segments
        name="pg-tool"
        label="What a click on the plot does"
        small
        value={String(its.tool.value)}
        choices={[
          { value: "look", label: "Look", face: "Look" },
          ...classes.map((label, kind) => ({
            value: String(label),
            label: task === "number" ? "Add" : `Add ${className(rows, label)}`,
            face: face(label, kind),
          })),
        ]}
        onValue={(value) => {
          its.tool.value = (value === "look" ? "look" : Number(value)) as Tool;
        }}
      />
    </div>
  );
}

/** More inputs than two: which are the axes. */
function Inputs(): JSX.Element | null {
  const its = usePlayground();
  const names = its.rows.value?.names ?? [];
  if (names.length < 3) return null;
  const [across, up] = its.axes.value;
  const choices = names.map((name, at) => [String(at), name] as const);
  return (
    <div class="pg-tools">
      <span class="muted">Across</span>
      <Select
        label="Input across"
        small
        value={String(across)}
        choices={choices}
        onValue={(at) => its.setAxes([Number(at), Number(at) === up ? across : up])}
      />
      <span class="muted">up</span>
      <Select
        label="Input up"
        small
        value={String(up)}
        choices={choices}
        onValue={(at) => its.setAxes([Number(at) === across ? up : across, Number(at)])}
      />
      <span class="muted">others at their mean</span>
    </div>
  );
}

export function Boundary(): JSX.Element {
  const its = usePlayground();
  const { rows, shape, neuron, network } = its;
  const isLine = rows.value?.names.length === 1;
  const at = neuron.value;
  const title =
    at !== null
      ? `Boundary of neuron ${at.neuron} in layer ${at.layer + 1}`
      : isLine
        ? "Function"
        : "Decision boundary";
  const why =
    shape.value?.activation === null
      ? "The activation is set in the program in a way that this plot does not know."
      : network.value === null
        ? "The boundary appears with the first step."
        : null;
  return (
    <section class="pg-boundary" aria-label="Decision boundary">
      <div class="ph">
        <h2>{title}</h2>
        {at === null ? (
          <Key />
        ) : (
          <button class="btn ghost sm" type="button" onClick={() => (neuron.value = null)}>
            Whole network
          </button>
        )}
      </div>
      <Plot />
      <Tools />
      <Inputs />
      {why !== null && <p class="none">{why}</p>}
      <p class="sr" aria-live="polite">
        {its.notice.value} {its.chosen.value !== null && spoken(its)}
      </p>
    </section>
  );
}

function spoken(its: Playground): string {
  const at = its.chosen.value ?? 0;
  const row = its.rows.value?.rows[at]?.map((value) => short(value, 3)).join(", ");
  return `Point ${at}, ${row}, ${its.judged.value?.wrong.has(at) === true ? "wrong side" : "right side"}.`;
}
