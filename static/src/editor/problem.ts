/** What is wrong in the text: the line marked, the exact place underlined, the message and its fixes below. */
import { type Extension, type Range, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from "@codemirror/view";

export interface Fix {
  readonly text: string;
  readonly isQuiet?: boolean;
  readonly run: () => void;
}

export interface Diagnosis {
  readonly from: number;
  readonly to: number;
  readonly where: string;
  /** Null where the line is marked and nothing is said. */
  readonly message: string | null;
  readonly fixes: readonly Fix[];
  /** Nobody has to stop reading for it: a screen reader says it when it has time. */
  readonly isQuiet?: boolean;
}

export const showProblems = StateEffect.define<readonly Diagnosis[]>();

/** Text in which backticks mark code. */
function prose(text: string): Node[] {
  return text.split("`").map((piece, index) => {
    if (index % 2 === 0) return document.createTextNode(piece);
    const code = document.createElement("code");
    code.textContent = piece;
    return code;
  });
}

function button(fix: Fix): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = fix.isQuiet ? "btn sm ghost" : "btn sm";
  element.textContent = fix.text;
  element.addEventListener("click", fix.run);
  return element;
}

class Message extends WidgetType {
  constructor(private readonly diagnosis: Diagnosis) {
    super();
  }

  override eq(other: Message): boolean {
    return other.diagnosis === this.diagnosis;
  }

  override toDOM(view: EditorView): HTMLElement {
    const { from, where, message, fixes, isQuiet = false } = this.diagnosis;
    // The outer element has padding and no margin: the editor measures the one and not the other.
    const row = document.createElement("div");
    row.className = "diag-row";
    row.contentEditable = "false";
    const box = document.createElement("div");
    box.className = "diag";
    box.setAttribute("role", isQuiet ? "status" : "alert");
    row.append(box);
    const column = from - view.state.doc.lineAt(from).from;
    box.style.setProperty("--at", `${Math.round((column + 0.5) * view.defaultCharacterWidth)}px`);
    const place = document.createElement("b");
    place.textContent = where;
    box.append(place, " ", ...prose(message ?? ""));
    if (fixes.length > 0) {
      const buttons = document.createElement("div");
      buttons.className = "row";
      buttons.append(...fixes.map(button));
      box.append(buttons);
    }
    return row;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class BadLine extends GutterMarker {
  override elementClass = "bad";
}
const badLine = new BadLine();

interface Shown {
  readonly marks: DecorationSet;
  readonly gutter: RangeSet<GutterMarker>;
}

const NOTHING: Shown = { marks: Decoration.none, gutter: RangeSet.empty };

function shownIn(diagnoses: readonly Diagnosis[], doc: Text): Shown {
  const marks: Range<Decoration>[] = [];
  const lines = new Set<number>();
  for (const diagnosis of diagnoses) {
    const { from, to, message } = diagnosis;
    const line = doc.lineAt(from);
    if (!lines.has(line.from)) marks.push(Decoration.line({ class: "bad" }).range(line.from));
    lines.add(line.from);
    if (to > from) marks.push(Decoration.mark({ class: "sq" }).range(from, to));
    if (message !== null)
      marks.push(Decoration.widget({ widget: new Message(diagnosis), block: true, side: 1 }).range(line.to));
  }
  const gutter = [...lines].map((at) => badLine.range(at));
  return { marks: Decoration.set(marks, true), gutter: RangeSet.of(gutter, true) };
}

const field = StateField.define<Shown>({
  create: () => NOTHING,
  update(shown, transaction) {
    let next = transaction.docChanged
      ? { marks: shown.marks.map(transaction.changes), gutter: shown.gutter.map(transaction.changes) }
      : shown;
    for (const effect of transaction.effects)
      if (effect.is(showProblems)) next = shownIn(effect.value, transaction.state.doc);
    return next;
  },
  provide: (self) => [
    EditorView.decorations.from(self, (shown) => shown.marks),
    gutterLineClass.from(self, (shown) => shown.gutter),
  ],
});

export const problems: Extension = field;
