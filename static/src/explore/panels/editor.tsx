/** The program: the editor, what is wrong with it, and a line about what it made. */

import { EditorView } from "@codemirror/view";
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ExamplesMenu } from "../../components/examples-menu";
import { Icon } from "../../components/icon";
import { range } from "../../editor/columns";
import { light } from "../../editor/lit-line";
import { type Diagnosis, type Fix, showProblem } from "../../editor/problem";
import { showValues } from "../../editor/values";
import { createEditor, setText } from "../../editor/view";
import { counted, short } from "../../format";
import { useSession } from "../../session/context";
import { lineValues } from "../../session/lines";
import { position } from "../../wire/ids";
import { advice, type Problem } from "../../wire/problem";
import { type GraphNode, size } from "../../wire/types";

const REST = 250;

const nonce = (): string => document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";

/** "Did you mean `c`?" is offered as a button. */
const suggestion = (found: Problem): string | null =>
  /[Dd]id you mean `([^`]+)`/.exec(found.hint ?? "")?.[1] ?? null;

type Give = (names: readonly string[]) => void;

function fixes(view: EditorView, found: Problem, from: number, to: number, give: Give): Fix[] {
  const list: Fix[] = [];
  const better = suggestion(found);
  if (better !== null) {
    const insert = (): void => {
      view.dispatch({ changes: { from, to, insert: better } });
      view.focus();
    };
    list.push({ text: `Replace with ${better}`, run: insert });
  }
  if (found.code === "unknown-name" && found.names.length > 0) {
    const text =
      found.names.length > 3 ? `Define all ${found.names.length} names` : `Define ${found.names.join(", ")}`;
    list.push({ text, isQuiet: better !== null, run: () => give(found.names) });
  }
  return list;
}

function diagnose(view: EditorView, found: Problem | null, give: Give): Diagnosis | null {
  if (found === null || found.place === null) return null;
  const { from, to } = range(view.state.doc.toString(), found.place);
  return {
    from,
    to,
    where: `Line ${found.place.line}, column ${found.place.column}.`,
    message: [found.detail, advice(found)].filter((text) => text !== null).join(" "),
    fixes: fixes(view, found, from, to, give),
  };
}

const MESSAGE_HEIGHT = 110;

/** A message below a line that is in sight comes into sight as well; nobody is taken away from where they type. */
function bringMessage(view: EditorView, at: number): void {
  const line = view.coordsAtPos(at);
  const box = view.scrollDOM.getBoundingClientRect();
  if (line === null || line.top < box.top || line.top > box.bottom) return;
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: MESSAGE_HEIGHT }) });
}

type Shown = { readonly current: EditorView | null };

/** The editor in its host: what is typed is run a moment later, or at once when that is asked for. */
function useEditor(host: { readonly current: HTMLDivElement | null }): Shown {
  const {
    actions: { edited },
    marked,
    program: { source },
  } = useSession();
  const editor = useRef<EditorView | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (host.current === null) return undefined;
    const run = (): void => {
      clearTimeout(timer.current);
      edited();
    };
    const typed = (text: string): void => {
      if (text === source.value) return;
      source.value = text;
      clearTimeout(timer.current);
      timer.current = setTimeout(run, REST);
    };
    const view = createEditor({
      parent: host.current,
      text: source.peek(),
      nonce: nonce(),
      onText: typed,
      onRun: run,
      onLine: marked.enterLine,
    });
    editor.current = view;
    return () => view.destroy();
  }, []);
  useSignalEffect(() => {
    const text = source.value;
    if (editor.current !== null) setText(editor.current, text);
  });
  return editor;
}

/** What is wrong with the text, at its place. */
function useProblem(editor: Shown): void {
  const {
    actions: { give },
    document: { problem },
  } = useSession();
  useSignalEffect(() => {
    const found = problem.value;
    const view = editor.current;
    if (view === null) return;
    const diagnosis = diagnose(view, found, give);
    view.dispatch({ effects: showProblem.of(diagnosis) });
    if (diagnosis !== null) bringMessage(view, diagnosis.from);
  });
}

/** The number that each line computed, at its end. */
function useValues(editor: Shown): void {
  const {
    document: { doc, problem },
    playback: { done, nodes, pass },
  } = useSession();
  useSignalEffect(() => {
    const lines = doc.value === null ? new Map() : lineValues(doc.value);
    // From a faulty line on, the numbers are those of an earlier text.
    const end = problem.value?.place?.line ?? Number.POSITIVE_INFINITY;
    const isForward = pass.value === "forward" && done.value !== null;
    const isReached = (node: GraphNode): boolean =>
      !isForward || nodes.value[position(node.id)]?.hidden !== "data";
    const texts = new Map(
      [...lines]
        .filter(([line, node]) => line < end && isReached(node))
        .map(([line, node]) => [line, short(node.data)]),
    );
    editor.current?.dispatch({ effects: showValues.of(texts) });
  });
}

/** The line that made what is looked at; nobody looks at the output just because nothing was chosen. */
function useLitLine(editor: Shown): void {
  const {
    playback: { active },
    selection: { follows, inspected, isChosen },
  } = useSession();
  useSignalEffect(() => {
    const isLooked = isChosen.value || (follows.value && active.value !== null);
    const line = isLooked ? (inspected.value?.line ?? null) : null;
    if (editor.current !== null) light(editor.current, line);
  });
}

function Summary(): JSX.Element {
  const { doc, problem } = useSession().document;
  const nodes = doc.value?.nodes ?? [];
  const found = problem.value;
  if (found !== null) {
    return (
      <span class="tag err">
        <Icon name="warn" />1 problem
      </span>
    );
  }
  if (doc.value !== null && nodes.length === 0) return <span>{counted(size(doc.value), "value")}</span>;
  const operations = nodes.filter((node) => node.inputs.length > 0).length;
  return (
    <span>
      {counted(nodes.length, "value")}, {counted(operations, "operation")}
    </span>
  );
}

/** A problem without a place, or one that the editor cannot show, still gets its sentence. */
function Unplaced(): JSX.Element | null {
  const { problem } = useSession().document;
  const found = problem.value;
  if (found === null || found.place !== null) return null;
  return (
    <div class="diag unplaced" role="alert">
      {found.detail} {advice(found)}
    </div>
  );
}

export function Editor(): JSX.Element {
  const { edited } = useSession().actions;
  const host = useRef<HTMLDivElement>(null);
  const editor = useEditor(host);
  useProblem(editor);
  useValues(editor);
  useLitLine(editor);
  return (
    <div class="panel grow">
      <div class="ph">
        <h2>Program</h2>
        <ExamplesMenu class="btn ghost sm" align="right">
          Examples <Icon name="down" />
        </ExamplesMenu>
      </div>
      <div class="editor" ref={host} />
      <Unplaced />
      <div class="pf">
        <Summary />
        <button class="btn ghost sm" type="button" onClick={edited}>
          Run <kbd>Ctrl</kbd>
          <kbd>Enter</kbd>
        </button>
      </div>
    </div>
  );
}
