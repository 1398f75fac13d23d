/** The value of each computed line at the right edge, and the line that made the selected value. */
import { type Extension, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  gutterLineClass,
} from "@codemirror/view";

export const showValues = StateEffect.define<ReadonlyMap<number, string>>();
export const showLine = StateEffect.define<number | null>();

class ValueMarker extends GutterMarker {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: ValueMarker): boolean {
    return other.text === this.text;
  }

  override toDOM(): Node {
    const output = document.createElement("output");
    output.textContent = this.text;
    return output;
  }
}

const LIT = new (class extends GutterMarker {
  override elementClass = "on";
})();

function place(values: ReadonlyMap<number, string>, doc: Text): RangeSet<GutterMarker> {
  const inside = [...values].filter(([line]) => line >= 1 && line <= doc.lines);
  const ranges = inside.map(([line, text]) => new ValueMarker(text).range(doc.line(line).from));
  return RangeSet.of(ranges, true);
}

const values = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(shown, transaction) {
    let next = transaction.docChanged ? shown.map(transaction.changes) : shown;
    for (const effect of transaction.effects)
      if (effect.is(showValues)) next = place(effect.value, transaction.state.doc);
    return next;
  },
});

const line = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(showLine)) continue;
      const { doc } = transaction.state;
      const isInside = effect.value !== null && effect.value >= 1 && effect.value <= doc.lines;
      next = isInside
        ? Decoration.set([Decoration.line({ class: "on" }).range(doc.line(effect.value ?? 1).from)])
        : Decoration.none;
    }
    return next;
  },
  provide: (self) => [
    EditorView.decorations.from(self),
    // The line's number and value stand in gutters of their own, and are lit with it.
    gutterLineClass.from(self, (lines) => {
      const at = lines.iter();
      return at.value === null ? RangeSet.empty : RangeSet.of([LIT.range(at.from)]);
    }),
  ],
});

export const lineEnds: Extension = [
  values,
  line,
  gutter({ class: "cm-values", side: "after", markers: (view) => view.state.field(values) }),
];
