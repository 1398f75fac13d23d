/** The drawing of a session in its frame: shown, patched, walked with the arrows, its nodes chosen. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Moment } from "../drawing/moment";
import type { Stage } from "../drawing/stage";
import type { Session } from "../session/session";
import { listen } from "./listen";

interface Props {
  readonly session: Session;
  /** What the drawing shows, where that is not what the session shows. */
  readonly moment?: ReadonlySignal<Moment | null>;
  /** A node was clicked, or Enter or Space pressed on it. */
  readonly onChoose?: (id: string) => void;
  /** Called after the drawing was shown or patched. */
  readonly onPatch?: (frame: HTMLElement) => void;
}

/** Put each new picture on the stage, and write each new moment into the picture that it belongs to. */
function usePicture(stage: Stage, { session, moment = session.moment, onPatch }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const patched = (): void => {
    if (frame.current !== null) onPatch?.(frame.current);
  };
  useSignalEffect(() => {
    const drawn = session.picture.picture.value;
    const now = moment.peek();
    const fits = drawn !== null && now?.doc.structure === drawn.structure;
    const isDragged = session.document.lastAction.peek().kind === "moved";
    const { kept } = session.view;
    stage.show(drawn?.svg ?? null, fits ? now : null, isDragged, kept.pinned);
    kept.pinned = null;
    patched();
  });
  useSignalEffect(() => {
    const now = moment.value;
    if (now !== null && now.doc.structure === session.picture.picture.peek()?.structure) stage.update(now);
    patched();
  });
  return frame;
}

export function Drawing(props: Props): JSX.Element {
  const { session, onChoose } = props;
  const { stage, picture } = session;
  const frame = usePicture(stage, props);
  useEffect(
    () => (frame.current === null ? undefined : listen(frame.current, session, onChoose)),
    [session, frame],
  );
  return (
    <div
      class="frame"
      ref={frame}
      data-structure={picture.picture.value?.structure ?? ""}
      aria-busy={picture.isDrawing.value}
    />
  );
}
