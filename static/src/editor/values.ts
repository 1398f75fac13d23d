/** The value of each computed line at the right edge. */
import { type Extension, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

export const showValues = StateEffect.define<ReadonlyMap<number, string>>();

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

export const lineEnds: Extension = [
  values,
  gutter({ class: "cm-values", side: "after", markers: (view) => view.state.field(values) }),
];
