/** Files that are dropped anywhere on the page are attached to the program; without this the browser would open them. */
import type { Session } from "../session/session";

export function listenForDrops({ files, life }: Session): void {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  life.listen("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    files.isOver.value = true;
  });
  life.listen("dragleave", (event) => {
    // From one element to the next there is one that is entered.
    if (event.relatedTarget === null) files.isOver.value = false;
  });
  life.listen("drop", (event) => {
    files.isOver.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    void files.attach([...(event.dataTransfer?.files ?? [])]);
  });
}
