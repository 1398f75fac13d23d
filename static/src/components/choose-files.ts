/** Asks for files of this computer, as a file field does. */

/** Show the browser's dialog; `use` is called with what was chosen, and not at all where that was nothing. */
export function chooseFiles(use: (chosen: readonly File[]) => void): void {
  const field = document.createElement("input");
  field.type = "file";
  field.multiple = true;
  field.hidden = true;
  field.addEventListener("change", () => {
    use([...(field.files ?? [])]);
    field.remove();
  });
  field.addEventListener("cancel", () => field.remove());
  document.body.append(field);
  field.click();
}
