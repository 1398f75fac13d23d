/** Highlights the name that a line assigns: Python's grammar does not distinguish it from a name that is read. */
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

const ASSIGNED = /(?<=^\s*|;\s*)[A-Za-z_]\w*(?=\s*=[^=])/g;
const decorator = new MatchDecorator({ regexp: ASSIGNED, decoration: Decoration.mark({ class: "nm" }) });

export const assignedNames = ViewPlugin.fromClass(
  class {
    marks: DecorationSet;

    constructor(view: EditorView) {
      this.marks = decorator.createDeco(view);
    }

    update(update: ViewUpdate): void {
      this.marks = decorator.updateDeco(update, this.marks);
    }
  },
  { decorations: (plugin) => plugin.marks },
);
