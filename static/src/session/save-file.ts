/** The graph as a file, made by the server: the drawing as it is shown, or text for another tool. */
import { exported, rendered } from "../api";
import type { Form } from "../document";
import { Problem } from "../problem";
import { doc, problem } from "./document";
import { Lane } from "./latest";
import { view } from "./picture";
import { withNumbers } from "./program";

const lane = new Lane(0);

/** What is on screen: a picture of dots follows no reader's system later, as an SVG does. */
function theme(): "light" | "dark" {
  const chosen = document.documentElement.getAttribute("data-theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

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
  const program = withNumbers(shown.source);
  try {
    const file = await lane.run((signal) =>
      form.call.endsWith("/render")
        ? rendered(program, view.value, form, form.name === "svg" ? "auto" : theme(), signal)
        : exported(program, form, signal),
    );
    if (file instanceof Blob) offer(file, form.filename);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem.value = error;
  }
}
