/** Going to what was found: it is selected and in sight, and the frames around it are open. */

import type { Session } from "../../session/session";
import { isId, position } from "../../wire/ids";
import type { Kind, Match } from "../../wire/types";

/** The box that draws it, in the drawing that is there: its own, else the one that holds its first value. */
function boxOf({ boxes }: Session, match: Match) {
  const all = [...(boxes.peek()?.boxes.values() ?? [])];
  const at = position(match.nodes[0] ?? "");
  return all.find((box) => box.path === match.path) ?? all.find((box) => box.members.includes(at)) ?? null;
}

/** Put a frame that is open into the middle of the canvas. */
function goInto({ boxes, stage, view }: Session, path: string): boolean {
  const frame = [...(boxes.peek()?.frames.values() ?? [])].find((each) => each.path === path);
  const area = frame === undefined ? null : stage.area(frame.id);
  if (area === null) return false;
  view.current.value = path;
  stage.centre(area.x + area.width / 2, area.y + area.height / 2);
  return true;
}

/** Look at it, as far as it is drawn; a value is looked at wherever it is. */
function select(session: Session, kind: Kind, match: Match): void {
  const { selection, stage } = session;
  const id = match.nodes[0] ?? null;
  const box = boxOf(session, match);
  const isBox = box !== null && box.kind !== "value";
  if (kind === "values" || !isBox)
    selection.select(id !== null && isId(id) ? id : null, isBox ? box.path : null);
  else selection.select(null, box.path);
  const shown = box?.id ?? id;
  if (shown !== null) stage.reveal(shown);
}

export function createShow(session: Session) {
  const { boxes, life, view } = session;
  /** What is to be looked at once its frames are open. */
  let awaited: { readonly kind: Kind; readonly match: Match } | null = null;

  life.effect(() => {
    if (boxes.value === null || awaited === null) return;
    const { kind, match } = awaited;
    awaited = null;
    // The drawing has its place on the canvas a moment later.
    requestAnimationFrame(() => select(session, kind, match));
  });

  return (kind: Kind, match: Match, opens: boolean): void => {
    // The cursor goes to the line; what the line made is looked at as well, and on a phone the graph stays.
    if (kind === "lines" && match.line !== null && !session.screen.isPhone.peek())
      session.files.goTo(match.line, null);
    if (goInto(session, match.path)) return;
    const box = boxOf(session, match);
    const isThere = box === null || box.path === match.path || box.kind === "value";
    select(session, kind, match);
    const path = opens && kind !== "values" ? match.path : isThere ? null : match.scope;
    if (path === null || path === "") return;
    awaited = { kind, match };
    view.openBox(path);
  };
}
