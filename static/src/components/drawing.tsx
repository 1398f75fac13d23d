/** The drawing of a session in its frame: shown, patched, walked with the arrows, its nodes chosen. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Moment } from "../drawing/moment";
import type { Stage } from "../drawing/stage";
import { heading } from "../drawing/walk";
import type { Session } from "../session/session";

/** Px that the exact numbers of a box take below it. */
const LINE = 48;

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
  const { boxes, stage, view } = session;
  /** The path of a box that can be opened. */
  const openable = (id: string): string | null => {
    const box = view.mayBox ? boxes.peek()?.boxes.get(id) : undefined;
    return box?.isOpenable === true ? box.path : null;
  };
  /** The innermost frame around a box. */
  const frameOf = (id: string): string | null => {
    const all = boxes.peek();
    return all?.frames.get(all.boxes.get(id)?.parent ?? "")?.path ?? null;
  };
  const open = (id: string): void => {
    const path = openable(id);
    if (path !== null) view.openBox(path);
  };
  const press = (event: KeyboardEvent): void => {
    const id = stage.focused();
    if (id === null) return;
    const direction = view.direction.value;
    const to = heading(event.key, direction);
    if (to !== null) stage.walk(to, direction);
    else if (event.key === "Enter" && openable(id) !== null) open(id);
    else if (choose !== undefined && (event.key === "Enter" || event.key === " ")) choose(id);
    else if (event.key === "Escape" && frameOf(id) !== null) view.shutFrame(frameOf(id) ?? "");
    else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const click = (event: Event): void => {
    const target = event.target as Element;
    const frameId = target.closest(".shut") === null ? null : stage.frameAt(target);
    if (frameId !== null) {
      view.shutFrame(boxes.peek()?.frames.get(frameId)?.path ?? "");
      return;
    }
    const id = stage.focused(target);
    if (id === null) return;
    choose?.(id);
    const opens = target.closest(".opener, .name") !== null && openable(id) !== null;
    stage.focus(id, !opens);
    if (opens) open(id);
  };
  const doubleClick = (event: Event): void => {
    const id = stage.focused(event.target as Element);
    if (id !== null) open(id);
  };
  const move = (event: PointerEvent): void => {
    const { left, top } = frame.getBoundingClientRect();
    stage.point(event.target as Element, event.clientX - left, event.clientY - top);
  };
  /** With the keys one reads what a pointer reads. */
  const attend = (event: FocusEvent): void => {
    const target = event.target as Element;
    if (!target.matches(":focus-visible")) {
      stage.leave();
      return;
    }
    const [own, around] = [target.getBoundingClientRect(), frame.getBoundingClientRect()];
    stage.attend(own.left - around.left, Math.min(own.bottom, around.bottom - LINE) - around.top);
  };
  frame.addEventListener("click", click);
  frame.addEventListener("dblclick", doubleClick);
  frame.addEventListener("keydown", press);
  frame.addEventListener("pointermove", move);
  frame.addEventListener("pointerleave", () => stage.leave());
  frame.addEventListener("focusin", attend);
  frame.addEventListener("focusout", () => stage.leave());
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
