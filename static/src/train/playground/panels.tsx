/** The controls of a playground: data, network and optimiser. Each says what the program says and edits that piece of it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { NumberField } from "../../components/number-field";
import { Select } from "../../components/select";
import { count, short } from "../../format";
import { OwnData } from "./own";
import { ACTIVATIONS, LOSS, LOSSES, METHODS, SETS, type Settings } from "./program";
import { usePlayground } from "./state";

const MOST_WIDTH = 64;
const MOST_LAYERS = 6;
const USUAL_WIDTH = 8;

/** A control with its name; where the text says it in another way, that is said in its place. */
function Row({
  name,
  isKnown,
  children,
}: {
  name: string;
  isKnown: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="pg-row">
      <span aria-hidden="true">{name}</span>
      {isKnown ? <div class="pg-set">{children}</div> : <span class="muted">set in the program</span>}
    </div>
  );
}

type NumberName =
  | "points"
  | "noise"
  | "dataSeed"
  | "testShare"
  | "seed"
  | "l2"
  | "rateFrom"
  | "rateTo"
  | "steps";

const whole =
  (least: number, most: number) =>
  (value: number): string | null =>
    Number.isInteger(value) && value >= least && value <= most
      ? null
      : `Write an integer from ${least} to ${count(most)}.`;
const between =
  (least: number, most: number) =>
  (value: number): string | null =>
    value >= least && value <= most ? null : `Write a number from ${least} to ${count(most)}.`;

const REFUSE: Readonly<Record<NumberName, (value: number) => string | null>> = {
  points: whole(2, 10_000),
  noise: between(0, 1_000),
  dataSeed: whole(0, 4_294_967_295),
  testShare: between(0, 0.9),
  seed: whole(0, 4_294_967_295),
  l2: between(0, 1_000),
  rateFrom: between(0, 1_000),
  rateTo: between(0, 1_000),
  steps: whole(1, 1_000_000),
};

function NumberOf({ of, label }: { of: NumberName; label: string }): JSX.Element | null {
  const { said, change } = usePlayground();
  const value = said.value[of];
  if (value === null) return <span class="muted">set in the program</span>;
  return (
    <NumberField
      label={label}
      value={value}
      shown={(each) => short(each)}
      refuse={REFUSE[of]}
      onValue={(next) => change({ [of]: next })}
    />
  );
}

const NumberRow = ({ name, of }: { name: string; of: NumberName }): JSX.Element => (
  <Row name={name} isKnown>
    <NumberOf of={of} label={name} />
  </Row>
);

function ChoiceRow<K extends "activation" | "loss" | "method">(props: {
  readonly name: string;
  readonly of: K;
  readonly choices: readonly (readonly [NonNullable<Settings[K]>, string])[];
}): JSX.Element {
  const { said, change } = usePlayground();
  const value = said.value[props.of] as Settings[K] | null;
  return (
    <Row name={props.name} isKnown={value !== null}>
      {value !== null && (
        <Select
          label={props.name}
          value={value}
          choices={props.choices}
          onValue={(next) => change({ [props.of]: next })}
        />
      )}
    </Row>
  );
}

function Data(): JSX.Element {
  const { said, change, rows } = usePlayground();
  const isOpen = useSignal(false);
  const { set } = said.value;
  const noise = said.value.noise;
  const open = (): void => {
    isOpen.value = true;
  };
  const isMade = set !== null && set !== "own";
  return (
    <section class="panel" aria-label="Data">
      <div class="ph">
        <h2>Data</h2>
        <button class="btn ghost sm" type="button" onClick={open}>
          Own data
        </button>
      </div>
      <div class="pg-form">
        <Row name="Set" isKnown={set !== null}>
          {set !== null && (
            <Select
              label="Data set"
              value={set}
              choices={SETS}
              onValue={(next) => (next === "own" ? open() : change({ set: next }))}
            />
          )}
        </Row>
        {isMade ? (
          <>
            <NumberRow name="Points" of="points" />
            <Row name="Noise" isKnown={noise !== null}>
              <input
                type="range"
                aria-label="Noise"
                min="0"
                max="0.5"
                step="0.01"
                value={noise ?? 0}
                style={{ "--p": `${Math.min(100, 200 * (noise ?? 0))}%` }}
                onChange={(event) => change({ noise: Number(event.currentTarget.value) })}
              />
              <NumberOf of="noise" label="Noise, as a number" />
            </Row>
            <Seed name="Data seed" of="dataSeed" />
          </>
        ) : (
          rows.value !== null && <p class="none">{count(rows.value.labels.length)} points from points.csv</p>
        )}
        <NumberRow name="Test share" of="testShare" />
      </div>
      <OwnData isOpen={isOpen.value} onClose={() => (isOpen.value = false)} />
    </section>
  );
}

function Seed({ name, of }: { name: string; of: "seed" | "dataSeed" }): JSX.Element {
  const { said, change } = usePlayground();
  return (
    <Row name={name} isKnown>
      <NumberOf of={of} label={name} />
      {said.value[of] !== null && (
        <button
          class="btn"
          type="button"
          aria-label={`New ${name.toLowerCase()}`}
          onClick={() => change({ [of]: Math.floor(Math.random() * 10_000) })}
        >
          New
        </button>
      )}
    </Row>
  );
}

function Layers(): JSX.Element {
  const { said, change } = usePlayground();
  const { hidden, inputs, outputs } = said.value;
  if (hidden === null)
    return (
      <Row name="Layers" isKnown={false}>
        {null}
      </Row>
    );
  const put = (next: readonly number[]): void => change({ hidden: next });
  return (
    <Row name="Layers" isKnown>
      <span class="pg-layers">
        <b title="inputs">{inputs}</b>
        {hidden.map((width, at) => (
          <NumberField
            key={at}
            label={`Neurons in layer ${at + 1}; 0 removes it`}
            value={width}
            shown={String}
            step={1}
            refuse={whole(0, MOST_WIDTH)}
            onValue={(next) =>
              put(
                next === 0
                  ? hidden.filter((_, k) => k !== at)
                  : hidden.map((each, k) => (k === at ? next : each)),
              )
            }
          />
        ))}
        <b title="outputs">{outputs}</b>
        <button
          class="btn sm icon"
          type="button"
          aria-label="Remove the last hidden layer"
          disabled={hidden.length === 0}
          onClick={() => put(hidden.slice(0, -1))}
        >
          −
        </button>
        <button
          class="btn sm icon"
          type="button"
          aria-label="Add a layer"
          disabled={hidden.length >= MOST_LAYERS}
          onClick={() => put([...hidden, hidden.at(-1) ?? USUAL_WIDTH])}
        >
          +
        </button>
      </span>
    </Row>
  );
}

function Network(): JSX.Element {
  const { shape, task } = usePlayground();
  const widths = shape.value === null ? [] : [shape.value.inputs, ...shape.value.widths];
  const parameters = widths.slice(1).reduce((sum, width, at) => sum + width * ((widths[at] ?? 0) + 1), 0);
  const losses = LOSSES.filter(([name]) => LOSS[task.value][name] !== undefined);
  return (
    <section class="panel" aria-label="Network">
      <div class="ph">
        <h2>Network</h2>
        <span class="muted">{count(parameters)} parameters</span>
      </div>
      <div class="pg-form">
        <Layers />
        <ChoiceRow name="Activation" of="activation" choices={ACTIVATIONS.map((each) => [each, each])} />
        <ChoiceRow name="Loss" of="loss" choices={losses} />
        <Seed name="Seed" of="seed" />
      </div>
    </section>
  );
}

function Batch(): JSX.Element {
  const { said, change } = usePlayground();
  const { batch, batchIsAll } = said.value;
  return (
    <Row name="Batch" isKnown={batchIsAll || batch !== null}>
      <label class="check">
        <input
          type="checkbox"
          checked={batchIsAll}
          onChange={(event) => change({ batch: event.currentTarget.checked ? null : 16 })}
        />
        all rows
      </label>
      {batch !== null && (
        <NumberField
          label="Rows in a batch"
          value={batch}
          shown={String}
          refuse={whole(1, 10_000)}
          onValue={(next) => change({ batch: next })}
        />
      )}
    </Row>
  );
}

const Optimiser = (): JSX.Element => (
  <section class="panel" aria-label="Optimiser">
    <div class="ph">
      <h2>Optimiser</h2>
    </div>
    <div class="pg-form">
      <ChoiceRow name="Method" of="method" choices={METHODS} />
      <Row name="Rate" isKnown>
        <NumberOf of="rateFrom" label="Rate at the first step" />
        <span class="muted">to</span>
        <NumberOf of="rateTo" label="Rate at the end" />
      </Row>
      <NumberRow name="L2 term" of="l2" />
      <Batch />
      <NumberRow name="Steps" of="steps" />
    </div>
  </section>
);

export const PlaygroundPanels = (): JSX.Element => (
  <>
    <Data />
    <Network />
    <Optimiser />
  </>
);
