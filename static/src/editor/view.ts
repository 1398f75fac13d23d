/** The editor itself: CodeMirror with Python, the page's own colours and nothing that traps the Tab key. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { litLine } from "./lit-line";
import { assignedNames } from "./names";
import { problems } from "./problem";
import { lineEnds } from "./values";

const colours = HighlightStyle.define([
  { tag: tags.number, class: "v" },
  { tag: [tags.string, tags.comment], class: "s" },
  { tag: tags.function(tags.variableName), class: "fn" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword, tags.moduleKeyword], class: "kw" },
]);

interface Options {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly nonce: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  /** The cursor was put into a line; null when the editor is left. */
  readonly onLine: (line: number | null) => void;
}

/**
 * Text put over a selection in one go, as dictation does, is taken from the event. Left alone, the browser
 * would wrap it in the old text's style, which the page's policy forbids.
 */
const replaceSelected = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    if (inputType !== "insertText" || data === null || view.composing) return false;
    if (view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

export function createEditor({ parent, text, nonce, onText, onRun, onLine }: Options): EditorView {
  const run = Prec.highest(
    keymap.of([
      {
        key: "Mod-Enter",
        run: () => {
          onRun();
          return true;
        },
      },
    ]),
  );
  const extensions = [
    run,
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({
      "aria-label": "Program",
      // Said aloud, because not everybody knows that what can be edited can be reached.
      tabindex: "0",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
    }),
    replaceSelected,
    lineNumbers(),
    history(),
    python(),
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(colours),
    assignedNames,
    problems,
    lineEnds,
    litLine,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
      else if (update.transactions.some((transaction) => transaction.isUserEvent("select"))) {
        const { empty, head } = update.state.selection.main;
        if (empty) onLine(update.state.doc.lineAt(head).number);
      }
      if (update.focusChanged && !update.view.hasFocus) onLine(null);
    }),
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

/** Replace the whole text, unless it is the same already. */
export function setText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, selection: { anchor: 0 } });
}
