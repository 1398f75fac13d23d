/** Slope: a function of one variable, its slope and its difference quotient. */

import type { JSX } from "preact";
import { Bar, PageLink } from "../components/bar";
import { useCarried } from "../components/carried";
import { formula } from "../components/function-formula";
import { Icon } from "../components/icon";
import { Status } from "../components/status";
import { short } from "../format";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import { Activation } from "./activation";
import { createSlope, SlopeProvider, useSlope } from "./context";
import { Errors } from "./errors";
import { Neuron } from "./neuron";
import { BigPlot } from "./plot";
import { Side } from "./side";

function Heading(): JSX.Element {
  const { doc, leaf, problem } = useSlope();
  const shown = doc.value;
  const text = shown === null ? null : formula(shown);
  return (
    <h1
      class={problem.value === null ? "sl-f" : "sl-f is-old"}
      aria-label={`f(${leaf.value}): ${shown?.source ?? ""}`}
    >
      <math>
        <mrow>
          <mi>f</mi>
          <mo>(</mo>
          <mi>{leaf.value}</mi>
          <mo>)</mo>
          {text !== null && <mo>=</mo>}
          {text}
        </mrow>
      </math>
    </h1>
  );
}

function Zoom(): JSX.Element {
  const { range, wholeRange, zoom } = useSlope();
  const { from, to } = range.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: three buttons, not fields of a form
    <span class="seg sm" role="group" aria-label="Range">
      <button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => zoom(1)}>
        <Icon name="minus" />
      </button>
      <button type="button" title="The usual range" onClick={wholeRange}>
        {short(from)} to {short(to)}
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in" onClick={() => zoom(-1)}>
        <Icon name="plus" />
      </button>
    </span>
  );
}

function Slope(): JSX.Element {
  const { doc, kept, leaf, leaves, problem, addressError } = useSlope();
  const isOld = problem.value !== null && doc.value !== null;
  const carried = useCarried(kept);
  const isEmpty = doc.value !== null && leaves.value.length === 0;
  return (
    <>
      <Bar here="/slope" carried={carried} />
      <main class="sl" id="main">
        <div class="sl-main">
          <div class="ph">
            <Heading />
            <span class="muted hint">
              Drag the tabs on the axis. <kbd>←</kbd>
              <kbd>→</kbd> move {leaf.value}, <kbd>Shift</kbd>
              <kbd>←</kbd>
              <kbd>→</kbd> move h
            </span>
            <PageLink class="btn sm ghost" href="/" here="/slope" carried={carried}>
              Open in the explorer
            </PageLink>
            <Zoom />
          </div>
          <Status class="sl-says" text={addressError.value} />
          {isEmpty ? (
            <p class="none">
              The program has no leaf to vary. Write a formula with a name in it, such as 3*x**2.
            </p>
          ) : (
            <BigPlot />
          )}
          <div class={isOld ? "sl-row is-old" : "sl-row"}>
            <Activation />
            <Errors />
          </div>
          <Neuron />
        </div>
        <Side />
      </main>
    </>
  );
}

const slope = createSlope(begin());
show(
  <SessionProvider value={slope.session}>
    <SlopeProvider value={slope}>
      <Slope />
    </SlopeProvider>
  </SessionProvider>,
);
void slope.address.read().then(slope.address.follow);
