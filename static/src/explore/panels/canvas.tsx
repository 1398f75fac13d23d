/** The canvas: the drawing, and what is shown in its place when there is none. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Banner } from "../../components/banner";
import { Drawing } from "../../components/drawing";
import { EmptyState } from "../../components/empty-state";
import { Icon } from "../../components/icon";
import { Legend } from "../../components/legend";
import { NudgeBanner } from "../../components/nudge-banner";
import { Zoom } from "../../components/zoom";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import type { NudgeState } from "../../session/nudge";
import { idOf, isBox, position } from "../../wire/ids";

/** What is selected with a box that stands for many: the last of them, whose position is the box's. */
const memberOf = (id: string): string => (isBox(id) ? idOf(position(id)) : id);

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
    screen: { isPhone, slidersOpen },
  } = useSession();
  if (!isPhone.value || leaves.value.length === 0) return null;
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
    picture: { picture },
    playback,
    screen,
    selection,
  } = session;
  useLeave(nudge);
  useSignalEffect(() => {
    const id = playback.active.value;
    if (id !== null) stage.reveal(id);
  });
  useSignalEffect(() => stage.enlarge(screen.isPresenting.value));
  const isOld = (problem.value !== null || changes.run.isRunning.value) && picture.value !== null;
  return (
    <div class={isOld ? "canvas is-old" : "canvas"} id="main">
      <Drawing session={session} onChoose={(id) => selection.select(memberOf(id))} />
      <EmptyState />
      <Banner />
      <NudgeBanner />
      {picture.value !== null && <Legend />}
      {picture.value !== null && <Zoom stage={stage} />}
      <SlidersButton />
    </div>
  );
}
