/** The canvas: the drawing, and what stands in its place when there is none. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Banner } from "../../components/banner";
import { Instead } from "../../components/empty-state";
import { Legend } from "../../components/legend";
import { NudgeBanner } from "../../components/nudge-banner";
import { Zoom } from "../../components/zoom";
import { stage } from "../../drawing/stage";
import { heading } from "../../drawing/walk";
import { deed, problem } from "../../session/document";
import { moment } from "../../session/moment";
import { isRippling, stop } from "../../session/nudge";
import { direction, isDrawing, picture } from "../../session/picture";
import { active } from "../../session/playback";
import { isPresenting } from "../../session/screen";
import { select } from "../../session/selection";

function useStage(): { readonly current: HTMLDivElement | null } {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => (frame.current === null ? undefined : listen(frame.current)), []);
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
  useSignalEffect(() => {
    const id = active.value;
    if (id !== null) stage.reveal(id);
  });
  useSignalEffect(() => stage.enlarge(isPresenting.value));
  return frame;
}

function press(event: KeyboardEvent): void {
  const id = stage.focused();
  if (id === null) return;
  const to = heading(event.key, direction.value);
  if (to !== null) stage.walk(to, direction.value);
  else if (event.key === "Enter" || event.key === " ") select(memberOf(id));
  else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Who is selected with a box that stands for many: the last of them, whose position is the box's. */
const memberOf = (id: string): string => (id.startsWith("f") ? `n${id.slice(1)}` : id);

function choose(event: Event): void {
  const id = stage.focused(event.target as Element);
  if (id === null) return;
  select(memberOf(id));
  stage.focus(id);
}

/** Escape ends a nudge from wherever it is pressed, before it does anything else. */
function leave(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented || !isRippling.peek()) return;
  event.preventDefault();
  event.stopPropagation();
  stop();
}

/** The drawing's own elements are the buttons; their frame only listens to what comes up from them. */
function listen(frame: HTMLElement): () => void {
  frame.addEventListener("click", choose);
  frame.addEventListener("keydown", press);
  document.addEventListener("keydown", leave);
  const unmount = stage.mount(frame);
  return () => {
    document.removeEventListener("keydown", leave);
    unmount();
  };
}

export function Canvas(): JSX.Element {
  const frame = useStage();
  const isOld = problem.value !== null && picture.value !== null;
  return (
    <div class={isOld ? "canvas is-old" : "canvas"} id="main">
      <div
        class="frame"
        ref={frame}
        data-structure={picture.value?.structure ?? ""}
        aria-busy={isDrawing.value}
      />
      <Instead />
      <Banner />
      <NudgeBanner />
      {picture.value !== null && <Legend />}
      {picture.value !== null && <Zoom />}
    </div>
  );
}
