/** What is done to a drawing with pointer and keys. Its elements are the buttons; their frame listens to what comes up from them. */
import type { Stage } from "../drawing/stage";
import { heading } from "../drawing/walk";
import type { Session } from "../session/session";

/** Px that the exact numbers of a box take below it. */
const LINE = 48;

type Choose = ((id: string) => void) | undefined;

/** The boxes and frames of the drawing that open and close. */
function openings({ boxes, view }: Session) {
  /** The path of a box that can be opened. */
  const openable = (id: string): string | null => {
    const box = view.mayBox ? boxes.peek()?.boxes.get(id) : undefined;
    return box?.isOpenable === true ? box.path : null;
  };
  return {
    openable,
    /** The innermost frame around a box. */
    frameAround: (id: string): string | null => {
      const all = boxes.peek();
      return all?.frames.get(all.boxes.get(id)?.parent ?? "")?.path ?? null;
    },
    open: (id: string): void => {
      const path = openable(id);
      if (path !== null) view.openBox(path);
    },
  };
}

function whenPressed({ stage, view }: Session, its: ReturnType<typeof openings>, choose: Choose) {
  return (event: KeyboardEvent): void => {
    const id = stage.focused();
    if (id === null) return;
    const direction = view.direction.value;
    const to = heading(event.key, direction);
    if (to !== null) stage.walk(to, direction);
    else if (event.key === "Enter" && its.openable(id) !== null) its.open(id);
    else if (choose !== undefined && (event.key === "Enter" || event.key === " ")) choose(id);
    else if (event.key === "Escape" && its.frameAround(id) !== null)
      view.shutFrame(its.frameAround(id) ?? "");
    else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function whenClicked({ boxes, stage, view }: Session, its: ReturnType<typeof openings>, choose: Choose) {
  return (event: Event): void => {
    const target = event.target as Element;
    const frameId = target.closest(".shut") === null ? null : stage.frameAt(target);
    if (frameId !== null) {
      view.shutFrame(boxes.peek()?.frames.get(frameId)?.path ?? "");
      return;
    }
    const id = stage.focused(target);
    if (id === null) return;
    choose?.(id);
    const opens = target.closest(".opener, .name") !== null && its.openable(id) !== null;
    stage.focus(id, !opens);
    if (opens) its.open(id);
  };
}

/** With the keys one reads what a pointer reads. */
function whenFocused(stage: Stage, frame: HTMLElement) {
  return (event: FocusEvent): void => {
    const target = event.target as Element;
    if (!target.matches(":focus-visible")) {
      stage.leave();
      return;
    }
    const [own, around] = [target.getBoundingClientRect(), frame.getBoundingClientRect()];
    stage.attend(own.left - around.left, Math.min(own.bottom, around.bottom - LINE) - around.top);
  };
}

/** Listen on a frame, and put the stage into it.
 *
 * Returns: what takes the stage out again.
 */
export function listen(frame: HTMLElement, session: Session, choose: Choose): () => void {
  const { stage } = session;
  const its = openings(session);
  const leave = (): void => stage.leave();
  frame.addEventListener("click", whenClicked(session, its, choose));
  frame.addEventListener("dblclick", (event) => {
    const id = stage.focused(event.target as Element);
    if (id !== null) its.open(id);
  });
  frame.addEventListener("keydown", whenPressed(session, its, choose));
  frame.addEventListener("pointermove", (event) => {
    const { left, top } = frame.getBoundingClientRect();
    stage.point(event.target as Element, event.clientX - left, event.clientY - top);
  });
  frame.addEventListener("pointerleave", leave);
  frame.addEventListener("focusin", whenFocused(stage, frame));
  frame.addEventListener("focusout", leave);
  return stage.mount(frame);
}
