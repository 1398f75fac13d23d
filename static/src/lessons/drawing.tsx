/** The lesson's graph, drawn and patched as in the explorer, and the steps through its backward pass. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { Zoom } from "../components/zoom";
import { stage } from "../drawing/stage";
import { heading } from "../drawing/walk";
import { isPhone } from "../session/screen";
import { plain, stepSentence } from "../session/sentence";
import { current, fresh, furthest, goTo, lesson, moment, picked, reached, svg, verdict } from "./state";

/** A node is chosen, or no longer, where the task asks for it. */
export function pick(id: string): void {
  if (lesson.value?.task.kind !== "choose") return;
  const next = new Set(picked.value);
  if (!next.delete(id)) next.add(id);
  picked.value = next;
  verdict.value = null;
}

function press(event: KeyboardEvent): void {
  const id = stage.focused();
  if (id === null) return;
  const direction = isPhone.value ? "TB" : "LR";
  const to = heading(event.key, direction);
  if (to !== null) stage.walk(to, direction);
  else if (event.key === "Enter" || event.key === " ") pick(id);
  else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
  else return;
  event.preventDefault();
}

function click(event: Event): void {
  const id = stage.focused(event.target as Element);
  if (id === null) return;
  pick(id);
  stage.focus(id);
}

export function Drawing(): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    element.addEventListener("click", click);
    element.addEventListener("keydown", press);
    return stage.mount(element);
  }, []);
  useSignalEffect(() => {
    const drawn = svg.value;
    const now = moment.peek();
    const fits = drawn !== null && now !== null && now.doc.structure === drawn.structure;
    stage.show(drawn?.text ?? null, fits ? now : null, false);
    mark();
  });
  useSignalEffect(() => {
    const now = moment.value;
    picked.value;
    if (now !== null && now.doc.structure === svg.peek()?.structure) stage.update(now);
    mark();
  });
  /** Several nodes can be chosen; the stage itself knows of one. */
  function mark(): void {
    for (const card of frame.current?.querySelectorAll("g.node") ?? [])
      card.classList.toggle("is-selected", picked.peek().has(card.getAttribute("data-node") ?? card.id));
  }
  return (
    <section class="ls-graph" aria-label="Graph">
      <div class="canvas">
        <div class="frame" ref={frame} data-structure={svg.value?.structure ?? ""} />
        {svg.value !== null && <Zoom />}
      </div>
      {lesson.value?.view === "steps" && fresh.value !== null && <Steps />}
    </section>
  );
}

function Steps(): JSX.Element {
  const doc = fresh.value;
  const step = current.value;
  const [at, last] = [reached.value, furthest.value];
  const total = doc?.trace?.length ?? 0;
  const sentence =
    doc !== null && step !== null
      ? plain(stepSentence(doc, step))
      : "Step through the backward pass: one use of the chain rule at a time.";
  const rest = last < total && at === last ? " The next step would give the answer away." : "";
  return (
    <div class="ls-steps">
      <div class="ls-transport">
        <span class="ls-count">
          Backward, step {at} of {total}
        </span>
        <button
          class="btn icon"
          type="button"
          aria-label="First step"
          disabled={at === 0}
          onClick={() => goTo(0)}
        >
          <Icon name="first" />
        </button>
        <button class="btn" type="button" disabled={at === 0} onClick={() => goTo(at - 1)}>
          <Icon name="back" />
          Back
        </button>
        <button class="btn" type="button" disabled={at >= last} onClick={() => goTo(at + 1)}>
          <Icon name="step" />
          Step
        </button>
        <button
          class="btn icon"
          type="button"
          aria-label="Last step"
          disabled={at >= last}
          onClick={() => goTo(last)}
        >
          <Icon name="last" />
        </button>
      </div>
      <input
        class="is-grad"
        type="range"
        aria-label="Backward steps"
        min={0}
        max={last}
        value={at}
        aria-valuetext={sentence}
        style={{ "--p": `${last === 0 ? 0 : (100 * at) / last}%` }}
        onInput={(event) => goTo(Number(event.currentTarget.value))}
      />
      <p class="ls-say" aria-live="polite">
        {sentence}
        {rest}
      </p>
    </div>
  );
}
