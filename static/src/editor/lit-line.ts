/**
 * The line that made what is looked at, lit by a band over it. Not by a decoration: each of those is an update of
 * the editor, which then asks the browser where its selection is and so has the page laid out, at every step.
 */
import { BlockType, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

class LitLine {
  /** Stands still while the text scrolls sideways under it, and takes no room. */
  readonly #holder = document.createElement("div");
  readonly #band = document.createElement("div");
  /** Where the line begins, which an edit may move. */
  #at: number | null = null;

  constructor(private readonly view: EditorView) {
    this.#holder.className = "lit-line";
    this.#holder.setAttribute("aria-hidden", "true");
    this.#holder.append(this.#band);
    this.#band.hidden = true;
    view.scrollDOM.prepend(this.#holder);
  }

  light(line: number | null): void {
    const { doc } = this.view.state;
    this.#at = line !== null && line >= 1 && line <= doc.lines ? doc.line(line).from : null;
    this.#place();
  }

  update({ docChanged, geometryChanged, changes }: ViewUpdate): void {
    if (docChanged && this.#at !== null) this.#at = changes.mapPos(this.#at);
    if (docChanged || geometryChanged) this.#place();
  }

  destroy(): void {
    this.#holder.remove();
  }

  /** From the editor's own map of heights: the browser is asked nothing. */
  #place(): void {
    this.#band.hidden = this.#at === null;
    if (this.#at === null) return;
    const block = this.view.lineBlockAt(this.#at);
    // With a message below it, the line is the first part of its block.
    const line = Array.isArray(block.type)
      ? (block.type.find((part) => part.type === BlockType.Text) ?? block)
      : block;
    this.#band.setAttribute("data-line", String(this.view.state.doc.lineAt(this.#at).number));
    this.#band.style.transform = `translateY(${this.view.documentPadding.top + line.top}px)`;
    this.#band.style.height = `${line.height}px`;
  }
}

export const litLine = ViewPlugin.fromClass(LitLine);

/** Light a line, counted from 1, or none. */
export const light = (view: EditorView, line: number | null): void => view.plugin(litLine)?.light(line);
