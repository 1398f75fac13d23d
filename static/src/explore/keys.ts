/** The keys of the page. Single letters do nothing while something is typed or chosen. */

import { assign } from "../session/assign";
import { SPEEDS } from "../session/playback";
import { DETAILS } from "../session/view";
import type { Explorer } from "./state";

const TYPING =
  "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
/** Elements that use the arrows, Home and End themselves, and those that use Space. */
const STEPPING = "input, [role=menu], [role=radiogroup], .values, .output-body, dialog";
const PRESSED = `${STEPPING}, button, a`;

type Keys = Readonly<Record<string, () => void>>;

/** What the letters and signs do. */
function letters({ session, links, check }: Explorer): Keys {
  const {
    chooseDetail,
    crumbs,
    passes,
    descentRun,
    playback,
    screen,
    selection,
    stage,
    stepCopy,
    view,
    ownGrads,
  } = session;
  /** Change between the page and the lecture hall. */
  const present = (): void => {
    if (!screen.isEmbedded.value) screen.isPresenting.value = !screen.isPresenting.value;
  };
  const jump = (direction: 1 | -1): void => {
    const node = selection.isChosen.value ? selection.selected.value : null;
    if (node !== null) void passes.stepToNode(node.id, direction);
  };
  const pace = (by: 1 | -1): void => {
    const at = (SPEEDS as readonly number[]).indexOf(playback.speed.value) + by;
    playback.speed.value = SPEEDS[at] ?? playback.speed.value;
  };
  const copy = (by: 1 | -1): void => {
    const frame = crumbs.peek().findLast((each) => each.copies > 1);
    if (frame !== undefined) stepCopy(frame, by);
  };
  return {
    f: () => void passes.forward(),
    b: () => void passes.backward(),
    c: () => assign(screen.courseOpen, !screen.courseOpen.value),
    d: () => void descentRun.descend(),
    z: descentRun.undo,
    Z: descentRun.redo,
    y: () => {
      if (check.counts.value.wrong > 0) ownGrads.value = ownGrads.value === "theirs" ? "right" : "theirs";
    },
    "/": () => document.getElementById("find")?.focus(),
    "+": () => stage.by(1),
    "=": () => stage.by(1),
    "-": () => stage.by(-1),
    "0": () => stage.fit(),
    m: view.switchLook,
    l: view.turnRound,
    p: present,
    "[": () => copy(-1),
    "]": () => copy(1),
    ...Object.fromEntries(DETAILS.map((detail, index) => [String(index + 1), () => chooseDetail(detail)])),
    k: () => void links.copyLink(),
    r: () => assign(session.hidden, null),
    j: () => jump(1),
    J: () => jump(-1),
    "<": () => pace(-1),
    ">": () => pace(1),
    "?": () => assign(screen.helpOpen, true),
    Escape: () => {
      const frame = crumbs.peek().at(-1);
      if (screen.isPresenting.value) present();
      else if (frame !== undefined) view.shutFrame(frame.path);
      else if (screen.isNarrow.value) screen.inspectorOpen.value = false;
    },
  };
}

const steps = ({ session: { passes } }: Explorer): Keys => ({
  ArrowLeft: () => void passes.stepBy(-1),
  ArrowRight: () => void passes.stepBy(1),
  Home: () => void passes.stepTo(1),
  End: () => void passes.stepTo(Number.POSITIVE_INFINITY),
  " ": () => void passes.playOrPause(),
});

export function listenForKeys(explorer: Explorer): void {
  const [pressed, stepped] = [letters(explorer), steps(explorer)];
  const { life, actions } = explorer.session;
  life.listen("keydown", (event) => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented)
        actions.edited();
      return;
    }
    // From the editor as well, where one of them leads.
    if (event.key === "F8" && explorer.check.findings.value.length > 0) {
      event.preventDefault();
      explorer.check.choose(event.shiftKey ? -1 : 1);
      return;
    }
    if (target.closest(TYPING) !== null || target.closest("dialog[open]") !== null) return;
    const isFree = target.closest(event.key === " " ? PRESSED : STEPPING) === null;
    const run = pressed[event.key] ?? (isFree ? stepped[event.key] : undefined);
    if (run === undefined) return;
    event.preventDefault();
    // A key that is held down asks faster than answers come, and is to end when let go.
    if (event.repeat && !explorer.session.changes.presses.isEmpty) return;
    run();
  });
}
