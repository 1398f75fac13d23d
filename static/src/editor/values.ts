/**
 * The value of each computed line, after its code: at the right edge where there is room, else behind the code, never
 * over it. It is not part of the text, so that it is neither copied nor read as code.
 */
import { type Extension, RangeSet, RangeValue, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";

export const showValues = StateEffect.define<ReadonlyMap<number, string>>();

class LineValue extends RangeValue {
  constructor(readonly text: string) {
    super();
  }

  override eq(other: RangeValue): boolean {
    return other instanceof LineValue && other.text === this.text;
  }
}

function place(values: ReadonlyMap<number, string>, doc: Text): RangeSet<LineValue> {
  const inside = [...values].filter(([line]) => line >= 1 && line <= doc.lines);
  const ranges = inside.map(([line, text]) => new LineValue(text).range(doc.line(line).from));
  return RangeSet.of(ranges, true);
}

const values = StateField.define<RangeSet<LineValue>>({
  create: () => RangeSet.empty,
  update(shown, transaction) {
    let next = transaction.docChanged ? shown.map(transaction.changes) : shown;
    for (const effect of transaction.effects)
      if (effect.is(showValues)) next = place(effect.value, transaction.state.doc);
    return next;
  },
});

/** In characters: what is between code and value at least, the sign before the value, and what a tab takes. */
const GAP = 2;
const SIGN = 2;
const TAB = 4;
/** Values are set smaller than code, and end before the edge. */
const SMALLER = 12 / 13;
const BORDER = 12;

class End extends WidgetType {
  constructor(
    private readonly text: string,
    private readonly gap: number,
  ) {
    super();
  }

  override eq(other: End): boolean {
    return other.text === this.text && other.gap === this.gap;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "cm-value";
    element.ariaHidden = "true";
    element.setAttribute("data-value", this.text);
    element.style.marginLeft = `${this.gap}px`;
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function decorate(view: EditorView): DecorationSet {
  const { doc } = view.state;
  const { defaultCharacterWidth: unit, scrollDOM, dom } = view;
  const gutters = dom.querySelector<HTMLElement>(".cm-gutters-before")?.offsetWidth ?? 0;
  const room = scrollDOM.clientWidth - gutters - BORDER;
  const ends: ReturnType<Decoration["range"]>[] = [];
  for (const { from, to } of view.visibleRanges) {
    view.state.field(values).between(from, to, (at, _, { text }) => {
      const line = doc.lineAt(at);
      const code = line.text.replaceAll("\t", " ".repeat(TAB)).length * unit;
      const gap = Math.max(GAP * unit, room - code - (SIGN + text.length) * unit * SMALLER);
      ends.push(Decoration.widget({ widget: new End(text, Math.round(gap)), side: 1 }).range(line.to));
    });
  }
  return Decoration.set(ends, true);
}

const shown = ViewPlugin.fromClass(
  class {
    ends: DecorationSet;

    constructor(view: EditorView) {
      this.ends = decorate(view);
    }

    update({ docChanged, geometryChanged, startState, state, view, viewportChanged }: ViewUpdate): void {
      const isOther = state.field(values) !== startState.field(values);
      if (docChanged || geometryChanged || viewportChanged || isOther) this.ends = decorate(view);
    }
  },
  { decorations: ({ ends }) => ends },
);

export const lineEnds: Extension = [values, shown];
