/** The function that is looked at: a program of one variable, which of its leaves varies, and what is wrong. */

import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { NumberField } from "../components/number-field";
import { Prose } from "../components/prose";
import { Select } from "../components/select";
import { WhyNot } from "../components/why-not";
import { short } from "../format";
import { CHOICES } from "./choices";
import { useSlope } from "./context";
import { nameOf } from "./state";

const PAUSE = 300;
const OTHERS = 8;
const OWN = -1;

/** The text in the field; it follows the program unless somebody writes in it. */
function useDraft(): Signal<string> {
  const { source } = useSlope();
  const draft = useSignal(source.value);
  useEffect(
    () =>
      source.subscribe((text) => {
        if (document.activeElement?.id !== "sl-source") draft.value = text;
      }),
    [draft],
  );
  return draft;
}

function Choices({ draft }: { draft: Signal<string> }): JSX.Element {
  const { read, source } = useSlope();
  const chosen = CHOICES.findIndex((choice) => choice.source === source.value);
  const listed = CHOICES.map((choice, index) => [String(index), choice.title] as const);
  return (
    <Select
      label="Functions to begin with"
      value={String(chosen)}
      choices={chosen === OWN ? [[String(OWN), "Your own"], ...listed] : listed}
      onValue={(value) => {
        const choice = CHOICES[Number(value)];
        if (choice === undefined) return;
        draft.value = choice.source;
        void read(choice, choice);
      }}
    />
  );
}

function Text({ draft }: { draft: Signal<string> }): JSX.Element {
  const { held, leaf, problem, read, text: shown, x } = useSlope();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const change = (text: string): void => {
    draft.value = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () =>
        void read(
          { ...shown.peek(), source: text },
          { values: { ...held.value, [leaf.value]: x.value }, keep: true },
        ),
      PAUSE,
    );
  };
  return (
    <textarea
      class="field code-field"
      id="sl-source"
      aria-label="Program of one variable"
      aria-invalid={problem.value !== null}
      aria-describedby="sl-problem"
      rows={Math.max(1, Math.min(8, draft.value.split("\n").length))}
      spellcheck={false}
      autoComplete="off"
      value={draft.value}
      onInput={(event) => change(event.currentTarget.value)}
      onBlur={() => {
        if (problem.value === null && draft.value === "") draft.value = shown.value.source;
      }}
    />
  );
}

function Fault(): JSX.Element {
  const { problem } = useSlope();
  const found = problem.value;
  return (
    <div id="sl-problem" aria-live="polite">
      {found !== null && (
        <p class="note err">
          <WhyNot problem={found} />
        </p>
      )}
    </div>
  );
}

/** Which leaf varies; the others hold. */
function Leaves(): JSX.Element {
  const { held, hold, leaf, leaves, vary } = useSlope();
  const rest = leaves.value.filter((node) => nameOf(node) !== leaf.value);
  return (
    <>
      <div class="sl-vary">
        <span>varies</span>
        <Select
          label="Which leaf varies"
          value={leaf.value}
          choices={leaves.value.map((node) => [nameOf(node), nameOf(node)])}
          onValue={vary}
        />
        <span class="muted">{rest.length === 1 ? "the other holds" : "the others hold"}</span>
      </div>
      <div class="sl-leaves">
        {rest.slice(0, OTHERS).map((node) => (
          <div class="pair" key={node.id}>
            <span title={nameOf(node)}>{nameOf(node)}</span>
            <NumberField
              value={held.value[nameOf(node)] ?? node.data}
              label={nameOf(node)}
              step={0.1}
              onValue={(value) => hold(nameOf(node), value)}
            />
          </div>
        ))}
      </div>
      {rest.length > OTHERS && <p class="note">{rest.length - OTHERS} more leaves hold where they are.</p>}
    </>
  );
}

/** The program cannot be run at some points. */
function Failures(): JSX.Element | null {
  const { curve } = useSlope();
  const found = curve.value;
  const [first] = found?.failed ?? [];
  if (found === null || first === undefined) return null;
  return (
    <p class="note">
      The program fails at {found.failures} of {found.x.length} points, first at {short(first.x)}
      {first.line === null ? "" : `, line ${first.line}`}: <Prose text={first.detail} />
    </p>
  );
}

export function FunctionEditor(): JSX.Element {
  const { leaves } = useSlope();
  const draft = useDraft();
  return (
    <div class="sec">
      <div class="sl-head">
        <h2>Function</h2>
        <Choices draft={draft} />
      </div>
      <Text draft={draft} />
      <Fault />
      {leaves.value.length > 1 && <Leaves />}
      <Failures />
    </div>
  );
}
