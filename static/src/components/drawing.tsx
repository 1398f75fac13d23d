/** The drawing of a session in its frame: shown, patched, walked with the arrows, its nodes chosen. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Moment } from "../drawing/moment";
import type { Stage } from "../drawing/stage";
import { heading } from "../drawing/walk";
import type { Session } from "../session/session";

interface Props {
  readonly session: Session;
  /** What the drawing shows, where that is not what the session shows. */
  readonly moment?: ReadonlySignal<Moment | null>;
  /** A node was clicked, or Enter or Space pressed on it. */
  readonly onChoose?: (id: string) => void;
  /** Called after the drawing was shown or patched. */
  readonly onPatch?: (frame: HTMLElement) => void;
}

/** The drawing's own elements are the buttons; their frame only listens to what comes up from them. */
function listen(frame: HTMLElement, session: Session, choose: ((id: string) => void) | undefined) {
  const { stage, view } = session;
  const press = (event: KeyboardEvent): void => {
    const id = stage.focused();
    if (id === null) return;
    const direction = view.direction.value;
    const to = heading(event.key, direction);
    if (to !== null) stage.walk(to, direction);
    else if (choose !== undefined && (event.key === "Enter" || event.key === " ")) choose(id);
    else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const click = (event: Event): void => {
    const id = stage.focused(event.target as Element);
    if (id === null) return;
    choose?.(id);
    stage.focus(id);
  };
  frame.addEventListener("click", click);
  frame.addEventListener("keydown", press);
  return stage.mount(frame);
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
    stage.show(drawn?.svg ?? null, fits ? now : null, isDragged);
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
