/**
 * The editor itself: CodeMirror with Python, the page's own colours and nothing that traps the Tab key. It shows one text
 * at a time; each has a state of its own, so that its undo, selection and scrolling are its own.
 */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension, Prec } from "@codemirror/state";
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
  readonly nonce: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  /** The cursor was put into a line; null when the editor is left. */
  readonly onLine: (line: number | null) => void;
}

/** One file that the editor shows. */
interface Tab {
  /** Null for the program. */
  readonly file: string | null;
  readonly text: string;
}

export interface Editor {
  readonly view: EditorView;
  /** Show a file, as it was left when it was shown last. Says whether another one was shown before. */
  show(tab: Tab): boolean;
}

/** Files that are dropped are attached by the page; the editor would insert their text. */
const leaveDrops = EditorView.domEventHandlers({
  drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0,
});

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

function extensionsOf(file: string | null, { nonce, onText, onRun, onLine }: Options): Extension {
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
  const isPython = file === null || file.endsWith(".py");
  return [
    run,
    leaveDrops,
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({
      "aria-label": file === null ? "Program" : `File ${file}`,
      // Said aloud, because not everybody knows that what can be edited can be reached.
      tabindex: "0",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
    }),
    replaceSelected,
    lineNumbers(),
    history(),
    isPython ? [python(), assignedNames] : [],
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(colours),
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
}

export function createEditor(options: Options, first: Tab): Editor {
  const states = new Map<string | null, EditorState>();
  const begin = ({ file, text }: Tab): EditorState =>
    EditorState.create({ doc: text, extensions: extensionsOf(file, options) });
  const view = new EditorView({ parent: options.parent, state: begin(first) });
  let shown = first.file;
  return {
    view,
    show: (tab) => {
      const isOther = tab.file !== shown;
      if (isOther) {
        states.set(shown, view.state);
        shown = tab.file;
        view.setState(states.get(shown) ?? begin(tab));
      }
      setText(view, tab.text);
      return isOther;
    },
  };
}

/** Replace the whole text, unless it is the same already. */
function setText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, selection: { anchor: 0 } });
}
