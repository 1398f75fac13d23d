/** The drawing as a file of its own, made by the server from the same graph and view. */
import { exported } from "./api";
import { Lane } from "./lane";
import { Problem } from "./problem";
import { doc, problem } from "./state/document";
import { view } from "./state/picture";
import { withNumbers } from "./state/program";

interface Form {
  readonly title: string;
  readonly type: string;
  readonly suffix: string;
}

export const FORMS: readonly Form[] = [
  { title: "Drawing (SVG)", type: "image/svg+xml", suffix: "svg" },
  { title: "Graph (DOT)", type: "text/vnd.graphviz", suffix: "dot" },
];

const lane = new Lane(0);

function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function save(form: Form): Promise<void> {
  const shown = doc.value;
  if (shown === null) return;
  try {
    const file = await lane.run((signal) =>
      exported(withNumbers(shown.source), view.value, form.type, signal),
    );
    if (file instanceof Blob) offer(file, `graph.${form.suffix}`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem.value = error;
  }
}
