/** The canvas: the drawing, and what stands in its place when there is none. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { scale, stage } from "../graph/stage";
import { heading } from "../graph/walk";
import { ExamplesMenu } from "../parts/examples-menu";
import { Icon } from "../parts/icon";
import { Legend } from "../parts/legend";
import { Prose } from "../parts/prose";
import { count } from "../format";
import { boot } from "../state/boot";
import { busyFor, retryIn, tryAgain } from "../state/connection";
import { deed, doc, isEmpty, problem } from "../state/document";
import { moment } from "../state/moment";
import { direction, isDrawing, isLate, picture, redraw, refusal } from "../state/picture";
import { select } from "../state/selection";
import { tab } from "../state/screen";
import { load } from "../state/verbs";
import { offers } from "../state/views";

function useStage(): { readonly current: HTMLDivElement | null } {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => (frame.current === null ? undefined : stage.mount(frame.current)), []);
  useSignalEffect(() => {
    const drawn = picture.value;
    const now = moment.peek();
    const fits = drawn !== null && now !== null && now.doc.structure === drawn.structure;
    stage.show(drawn?.svg ?? null, fits ? now : null, deed.peek().kind === "moved");
  });
  useSignalEffect(() => {
    const now = moment.value;
    if (now !== null && now.doc.structure === picture.peek()?.structure) stage.update(now);
  });
  return frame;
}

function Message({ title, children }: { title: string; children: JSX.Element | JSX.Element[] }): JSX.Element {
  return (
    <div class="instead" role="status">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Empty(): JSX.Element {
  const first = boot.examples[0];
  return (
    <Message title="Type an expression">
      <p>
        For example <code>L = (a*b + c)*f</code>, with <code>a = Value(2.0)</code> above it.
      </p>
      <div class="row">
        {first !== undefined && (
          <button class="btn primary" type="button" onClick={() => load(first.source, first.values)}>
            Load the lecture example
          </button>
        )}
        <ExamplesMenu class="btn" align="middle">
          All examples
        </ExamplesMenu>
      </div>
    </Message>
  );
}

function Loading(): JSX.Element {
  return (
    <div class="instead" role="status">
      <div class="skel" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <p>Drawing {count(doc.value?.nodes.length ?? 0)} values. The numbers are ready in the table.</p>
    </div>
  );
}

function Refused(): JSX.Element | null {
  const found = refusal.value;
  if (found === null) return null;
  return (
    <Message title={found.detail.split(". ")[0] ?? found.detail}>
      <p>
        <Prose text={[...found.detail.split(". ").slice(1), found.hint ?? ""].join(". ").trim()} />
      </p>
      <div class="row">
        {offers.value.map((offer, index) => (
          <button key={offer.text} class={index === 0 ? "btn primary" : "btn"} type="button" onClick={offer.choose}>
            {offer.text}
          </button>
        ))}
        {offers.value.length === 0 && (
          <button class="btn" type="button" onClick={redraw}>
            Try again
          </button>
        )}
        <button
          class="btn ghost"
          type="button"
          onClick={() => {
            tab.value = "values";
            document.querySelector<HTMLElement>(".values")?.focus();
          }}
        >
          Table
        </button>
      </div>
    </Message>
  );
}

/** What stands where the drawing would be. */
function Instead(): JSX.Element | null {
  const found = problem.value;
  if (refusal.value !== null) return <Refused />;
  if (picture.value !== null) return null;
  if (found !== null && (doc.value === null || isEmpty.value)) {
    const title = found.place === null ? "The program did not run" : `Line ${found.place.line}, column ${found.place.column}`;
    return (
      <Message title={title}>
        <p>
          <Prose text={found.detail} />
        </p>
      </Message>
    );
  }
  if (isEmpty.value) return <Empty />;
  return isLate.value ? <Loading /> : null;
}

function Banner(): JSX.Element | null {
  const found = problem.value;
  if (retryIn.value !== null) {
    return (
      <div class="banner" role="status">
        <Icon name="warn" />
        No connection. You can read and step through what is here. Next try in {retryIn.value} s.
        <button class="btn sm" type="button" onClick={tryAgain}>
          Try again
        </button>
      </div>
    );
  }
  if (busyFor.value > 0) {
    return (
      <div class="banner" role="status">
        <Icon name="warn" />
        The server is busy. Trying again in {busyFor.value} s.
      </div>
    );
  }
  if (found === null || picture.value === null) return null;
  return (
    <div class="banner" role="status">
      <Icon name="warn" />
      Showing the last drawing that worked. {found.place === null ? "Change the text" : `Fix line ${found.place.line}`} to update it.
    </div>
  );
}

function Zoom(): JSX.Element {
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button class="btn icon" type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => stage.by(-1)}>
        <Icon name="minus" />
      </button>
      <output class="pct" aria-label="Zoom">
        {Math.round(scale.value * 100)}%
      </output>
      <button class="btn icon" type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => stage.by(1)}>
        <Icon name="plus" />
      </button>
      <button class="btn icon" type="button" aria-label="Fit graph" title="Fit (0)" onClick={() => stage.fit()}>
        <Icon name="fit" />
      </button>
    </div>
  );
}

function press(event: KeyboardEvent): void {
  const id = stage.focused();
  if (id === null) return;
  const to = heading(event.key, direction.value);
  if (to !== null) stage.walk(to, direction.value);
  else if (event.key === "Enter" || event.key === " ") select(id);
  else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function Canvas(): JSX.Element {
  const frame = useStage();
  const isOld = problem.value !== null && picture.value !== null;
  const choose = (event: Event): void => {
    const id = stage.focused(event.target as Element);
    if (id === null) return;
    select(id);
    stage.focus(id);
  };
  return (
    <div class={isOld ? "canvas is-old" : "canvas"} id="main">
      <div
        class="frame"
        ref={frame}
        data-structure={picture.value?.structure ?? ""}
        aria-busy={isDrawing.value}
        onClick={choose}
        onKeyDown={press}
      />
      <Instead />
      <Banner />
      {picture.value !== null && <Legend />}
      {picture.value !== null && <Zoom />}
    </div>
  );
}
