/** One of the two: its program, where that is shown, and its drawing. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { counted } from "../format";
import { placeWords } from "../wire/problem";
import type { Which } from "./kinds";
import { usePanes } from "./panes";
import { reason, useCompare } from "./state";

const TITLES: Readonly<Record<Which, string>> = { before: "Before", after: "After" };

function Failure({ which }: { readonly which: Which }): JSX.Element | null {
  const problem = useCompare().problems.value[which];
  if (problem === undefined) return null;
  const { place, hint } = problem;
  return (
    <p class="cp-failure" role="alert">
      {place !== null && <strong>{placeWords(place)}. </strong>}
      {reason(problem)} {hint}
    </p>
  );
}

export function Side({ which }: { readonly which: Which }): JSX.Element {
  const { edit, found, isBusy, texts, textsOpen } = useCompare();
  const { panes, put } = usePanes();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => (frame.current === null ? undefined : panes[which].mount(frame.current)), [panes, which]);
  useSignalEffect(() => put(which));
  const numbers = found.value?.numbers?.[which].data.length;
  const text = texts.value[which];
  return (
    <section class="cp-side" aria-label={TITLES[which]}>
      <div class="ph">
        <h2>{TITLES[which]}</h2>
        {numbers !== undefined && <span class="muted">{counted(numbers, "value")}</span>}
      </div>
      {textsOpen.value && (
        <textarea
          class="cp-text"
          aria-label={`Program ${which}`}
          spellcheck={false}
          rows={8}
          value={text.source}
          onInput={(event) => edit(which, event.currentTarget.value)}
        />
      )}
      <Failure which={which} />
      <div class={isBusy.value ? "canvas is-old" : "canvas"}>
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing, not fields of a form */}
        <div class="frame" ref={frame} role="group" aria-label={`Graph ${which}`} aria-busy={isBusy.value} />
      </div>
    </section>
  );
}
