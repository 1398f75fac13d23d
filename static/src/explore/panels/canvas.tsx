/** The canvas: the drawing, and what is shown in its place when there is none. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Banner } from "../../components/banner";
import { Drawing } from "../../components/drawing";
import { EmptyState } from "../../components/empty-state";
import { Icon } from "../../components/icon";
import { Legend } from "../../components/legend";
import { GraphMap } from "../../components/map";
import { NudgeBanner } from "../../components/nudge-banner";
import { Pointed } from "../../components/pointed";
import { Scales } from "../../components/scales";
import { Zoom } from "../../components/zoom";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import type { NudgeState } from "../../session/nudge";
import { Crumb } from "./crumb";

/** Escape ends a nudge from wherever it is pressed, before it does anything else. */
function useLeave({ isShowing, stop }: NudgeState): void {
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || !isShowing.peek()) return;
      event.preventDefault();
      event.stopPropagation();
      stop();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [isShowing, stop]);
}

/** On a phone: the sliders under the graph, so that one sees what they do. */
function SlidersButton(): JSX.Element | null {
  const {
    document: { leaves },
    screen: { isEmbedded, isPhone, slidersOpen },
  } = useSession();
  if (!isPhone.value || isEmbedded.value || leaves.value.length === 0) return null;
  return (
    <button
      class="btn icon to-sliders"
      type="button"
      aria-label="Sliders"
      aria-pressed={slidersOpen.value}
      onClick={() => assign(slidersOpen, !slidersOpen.value)}
    >
      <Icon name="sliders" />
    </button>
  );
}

export function Canvas(): JSX.Element {
  const session = useSession();
  const {
    stage,
    nudge,
    changes,
    document: { problem },
    picture: { isLate, picture },
    playback,
    screen,
    selection,
    view,
  } = session;
  useLeave(nudge);
  useSignalEffect(() => {
    const id = playback.active.value;
    if (id !== null) stage.reveal(id);
  });
  useSignalEffect(() => {
    const id = playback.activeBox.value;
    if (id !== null) stage.reveal(id);
  });
  useEffect(() => {
    // What a new document opens and closes around the canvas has been laid out by then.
    view.kept.measure = async () => {
      await new Promise((done) => setTimeout(done));
      stage.measure();
    };
  }, [stage, view]);
  useSignalEffect(() => stage.enlarge(screen.isPresenting.value));
  /** A box is looked at as a whole; a value alone. */
  const choose = (id: string): void => {
    const box = session.boxes.peek()?.boxes.get(id);
    if (box === undefined || box.kind === "value") selection.select(id);
    else selection.select(null, box.path);
    if (box !== undefined)
      view.current.value = session.boxes.peek()?.frames.get(box.parent ?? "")?.path ?? null;
  };
  const isComing = changes.run.isRunning.value || isLate.value;
  const isOld = (problem.value !== null || isComing) && picture.value !== null;
  return (
    <div class={isOld ? "canvas is-old" : "canvas"} id="main">
      <Crumb />
      <Drawing session={session} onChoose={choose} />
      <Pointed />
      {picture.value !== null && <GraphMap />}
      <EmptyState />
      <Banner />
      <NudgeBanner />
      {picture.value !== null && stage.scales.value === null && <Legend />}
      {stage.scales.value !== null && <Scales of={stage.scales.value} />}
      {picture.value !== null && <Zoom stage={stage} />}
      <SlidersButton />
    </div>
  );
}
