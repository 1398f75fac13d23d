/** The graph as a file, made by the server: the drawing as it is shown, or text for another tool. */
import { exported, rendered } from "../wire/calls";
import type { Format } from "../wire/types";
import { createAsk } from "./ask";
import { assign } from "./assign";
import type { Has } from "./parts";
import { Queue } from "./queue";

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

type Needs = Has<"life" | "connection" | "document" | "program" | "view">;

export function createSave({ life, connection, document: { doc, problem }, program, view }: Needs) {
  const ask = createAsk(life, connection);
  /** A second file does not take the place of the first. */
  const saves = new Queue(ask);
  return function save(form: Format): void {
    const shown = doc.value;
    if (shown === null) return;
    const sent = program.withNumbers(shown);
    const job = (signal: AbortSignal): Promise<Blob> =>
      form.call.endsWith("/render")
        ? rendered(sent, view.view.value, form, form.name === "svg" ? "auto" : theme(), signal)
        : exported(sent, form, signal);
    void saves.take(() =>
      ask(job, {
        use: (file) => offer(file, form.filename),
        refused: (found) => assign(problem, found),
        retry: () => save(form),
      }),
    );
  };
}
