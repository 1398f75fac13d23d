/** The keys of the page. Single letters do nothing while something is typed or chosen. */

import { stage } from "../drawing/stage";
import * as descending from "../session/descending";
import { canFold, collapse, direction, fold, look, turn } from "../session/picture";
import { reached, SPEEDS, speed, total } from "../session/playback";
import { helpOpen, inspectorOpen, isEmbedded, isNarrow, isPresenting } from "../session/screen";
import { isChosen, selected } from "../session/selection";
import { hidden } from "../session/spoiler";
import * as verbs from "../session/verbs";
import { zeroGrads } from "../session/zero";
import { copyLink } from "./copy-link";

const TYPING =
  "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
/** Elements that use the arrows, Home and End themselves, and those that use Space. */
const STEPPING = "input, [role=menu], [role=radiogroup], .values, .output-body, dialog";
const PRESSED = `${STEPPING}, button, a`;

const KEYS: Readonly<Record<string, () => void>> = {
  f: () => void verbs.forward(),
  b: () => void verbs.backward(zeroGrads.value),
  d: () => void descending.descend(),
  z: descending.undo,
  Z: descending.redo,
  "/": () => document.getElementById("find")?.focus(),
  "+": () => stage.by(1),
  "=": () => stage.by(1),
  "-": () => stage.by(-1),
  "0": () => stage.fit(),
  m: () => {
    look.value = look.value === "merged" ? "classic" : "merged";
  },
  l: () => turn(direction.value === "LR" ? "TB" : "LR"),
  c: collapse,
  o: () => {
    if (canFold.value) fold();
  },
  p: present,
  k: () => void copyLink(),
  r: () => {
    hidden.value = null;
  },
  j: () => jump(1),
  J: () => jump(-1),
  "<": () => pace(-1),
  ">": () => pace(1),
  "?": () => {
    helpOpen.value = true;
  },
  Escape: () => {
    if (isPresenting.value) present();
    else if (isNarrow.value) inspectorOpen.value = false;
  },
};

/** Change between the page and the lecture hall. */
function present(): void {
  if (!isEmbedded.value) isPresenting.value = !isPresenting.value;
}

function jump(direction: 1 | -1): void {
  const node = isChosen.value ? selected.value : null;
  if (node !== null) void verbs.stepToNode(node.id, direction);
}

function pace(by: 1 | -1): void {
  const at = (SPEEDS as readonly number[]).indexOf(speed.value) + by;
  speed.value = SPEEDS[at] ?? speed.value;
}

const STEPS: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => void verbs.stepTo(reached.value - 1),
  ArrowRight: () => void verbs.stepTo(reached.value + 1),
  Home: () => void verbs.stepTo(1),
  End: () => void verbs.stepTo(total.value),
  " ": () => void verbs.playOrPause(),
};

function press(event: KeyboardEvent): void {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) verbs.edited();
    return;
  }
  if (target.closest(TYPING) !== null || target.closest("dialog[open]") !== null) return;
  const run =
    KEYS[event.key] ??
    (target.closest(event.key === " " ? PRESSED : STEPPING) === null ? STEPS[event.key] : undefined);
  if (run === undefined) return;
  event.preventDefault();
  run();
}

export function listenForKeys(): void {
  addEventListener("keydown", press);
}
