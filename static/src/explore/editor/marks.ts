/** What the editor shows beside the text: what is wrong with it, what each line computed, and which line is looked at. */

import { EditorView } from "@codemirror/view";
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ShownEditor } from "../../components/use-editor";
import { find } from "../../compute/naming";
import { light } from "../../editor/lit-line";
import { type Diagnosis, showProblems } from "../../editor/problem";
import { showValues } from "../../editor/values";
import { short } from "../../format";
import { useSession } from "../../session/context";
import { lineValues } from "../../session/lines";
import { idOf, position } from "../../wire/ids";
import type { GraphNode } from "../../wire/types";
import { useExplorer } from "../state";
import { blame, diagnose } from "./diagnosis";

const MESSAGE_HEIGHT = 110;

/** A message below a line that is in sight comes into sight as well; nobody is taken away from where they type. */
function bringMessage(view: EditorView, at: number): void {
  const line = view.coordsAtPos(at);
  const box = view.scrollDOM.getBoundingClientRect();
  if (line === null || line.top < box.top || line.top > box.bottom) return;
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: MESSAGE_HEIGHT }) });
}

/** The line that is to blame comes into sight once, unless somebody is typing. */
function bringBlame(view: EditorView, [first]: readonly Diagnosis[]): void {
  if (first === undefined || first.message === null || view.hasFocus) return;
  view.dispatch({ effects: EditorView.scrollIntoView(first.from, { y: "center" }) });
}

/** What is wrong with the text, at its place; else what its own class does wrong. */
export function useProblem(editor: ShownEditor): void {
  const explorer = useExplorer();
  const { session, check } = explorer;
  const brought = useRef("");
  useSignalEffect(() => {
    const found = session.document.problem.value;
    const view = editor.generation.value > 0 ? editor.current : null;
    if (view === null) return;
    const diagnosis = diagnose(view, found, session);
    const all = found === null ? blame(view, explorer) : diagnosis === null ? [] : [diagnosis];
    view.dispatch({ effects: showProblems.of(all) });
    if (diagnosis !== null) bringMessage(view, diagnosis.from);
    const { method = "", line = null, file = null } = check.finding.value ?? {};
    const blamed = `${method} ${line} ${file}`;
    if (brought.current !== blamed && found === null) bringBlame(view, all);
    brought.current = blamed;
  });
}

/** The number that each line computed, at its end. */
export function useValues(editor: ShownEditor): void {
  const {
    document: { doc, problem },
    files: { shown },
    playback: { done, nodes, pass },
  } = useSession();
  useSignalEffect(() => {
    const file = shown.value;
    const lines = doc.value === null ? new Map() : lineValues(doc.value, file);
    // From a faulty line on, the numbers are those of an earlier text.
    const place = problem.value?.place ?? null;
    const end = place !== null && (place.file ?? null) === file ? place.line : Number.POSITIVE_INFINITY;
    const isForward = pass.value === "forward" && done.value !== null;
    const isReached = (node: GraphNode): boolean =>
      !isForward || nodes.value[position(node.id)]?.hidden !== "data";
    const texts = new Map(
      [...lines]
        .filter(([line, node]) => line < end && isReached(node))
        .map(([line, node]) => [line, short(node.data)]),
    );
    if (editor.generation.value > 0) editor.current?.dispatch({ effects: showValues.of(texts) });
  });
}

/** The line that made what is looked at; nobody looks at the output just because nothing was chosen. */
export function useLitLine(editor: ShownEditor): void {
  const {
    document: { doc },
    files: { shown },
    list,
    playback: { active },
    selection: { follows, inspected, isChosen },
  } = useSession();
  useSignalEffect(() => {
    const box = list.box.value;
    if (box !== null && !isChosen.value) {
      const made = find(doc.value, idOf(box.shown.cells.at(-1) ?? -1));
      const [, ofPath] = /:(\d+)$/.exec(box.path) ?? [];
      const at = ofPath === undefined ? (made?.line ?? null) : Number(ofPath);
      const isHere = (made?.file ?? null) === shown.value;
      if (editor.generation.value > 0 && editor.current !== null) light(editor.current, isHere ? at : null);
      return;
    }
    const isLooked = isChosen.value || (follows.value && active.value !== null);
    const node = isLooked ? inspected.value : null;
    const line = node !== null && (node.file ?? null) === shown.value ? node.line : null;
    if (editor.generation.value > 0 && editor.current !== null) light(editor.current, line);
  });
}
