/** The editor in its host: what is typed is run a moment later, or at once when that is asked for. */

import { EditorView } from "@codemirror/view";
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { createEditor, type Editor } from "../editor/view";
import { useSession } from "../session/context";
import type { Session } from "../session/session";

const REST = 250;

const nonce = (): string => document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";

export interface ShownEditor {
  readonly current: EditorView | null;
  /** Changes whenever the editor shows another text, which has no marks yet. */
  readonly generation: ReadonlySignal<number>;
}

/** The text that the editor is to show. */
function tabOf({ files, program }: Session): { readonly file: string | null; readonly text: string } {
  const file = files.shown.value;
  return { file, text: file === null ? program.source.value : (program.files.value[file] ?? "") };
}

/** What was typed goes to the program or to the file that is shown. */
function write({ files, program }: Session, text: string): boolean {
  const file = files.shown.peek();
  if (text === (file === null ? program.source.peek() : program.files.peek()[file])) return false;
  if (file === null) program.source.value = text;
  else files.edit(file, text);
  return true;
}

/** Go to a line when that is asked for. */
function useTarget({ files }: Session, editor: { readonly current: Editor | null }): void {
  useSignalEffect(() => {
    const { target } = files;
    const view = editor.current?.view;
    if (target.value === null || view === undefined || target.value.file !== files.shown.value) return;
    const { doc } = view.state;
    const at = doc.line(Math.max(1, Math.min(doc.lines, target.value.line))).from;
    target.value = null;
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  });
}

interface Hearing {
  /** The text has rested since the last key; without it, it is run. */
  readonly onRest?: () => void;
  /** Ctrl Enter; without it, it is run. */
  readonly onRun?: () => void;
}

export function useEditor(
  host: { readonly current: HTMLDivElement | null },
  hearing: Hearing = {},
): ShownEditor {
  const session = useSession();
  const editor = useRef<Editor | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const generation = useSignal(0);
  useEffect(() => {
    if (host.current === null) return undefined;
    const run = (): void => {
      clearTimeout(timer.current);
      (hearing.onRun ?? session.actions.edited)();
    };
    const rested = hearing.onRest ?? run;
    const typed = (text: string): void => {
      if (!write(session, text)) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(rested, REST);
    };
    const options = { parent: host.current, nonce: nonce(), onText: typed, onRun: run };
    const made = createEditor({ ...options, onLine: session.marked.enterLine }, tabOf(session));
    editor.current = made;
    generation.value += 1;
    return () => made.view.destroy();
  }, []);
  useSignalEffect(() => {
    if (editor.current?.show(tabOf(session)) === true) generation.value = generation.peek() + 1;
  });
  useTarget(session, editor);
  return {
    get current() {
      return editor.current?.view ?? null;
    },
    generation,
  };
}
