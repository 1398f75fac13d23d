/** What every page does first: reads what the server wrote into it and shows itself in its place. */
import { type ComponentChild, render } from "preact";
import { listenForBusy } from "./api";
import { type Boot, boot } from "./session/boot";
import { busyFor } from "./session/connection";
import { followMedia } from "./session/media";

/** What the server wrote into the page. */
function readBoot(): Partial<Boot> {
  const element = document.getElementById("boot");
  return element === null ? {} : (JSON.parse(element.textContent) as Partial<Boot>);
}

/** Begin: the state is told about the server and the screen before anything is drawn. */
export function begin(): void {
  boot.value = { ...boot.value, ...readBoot() };
  followMedia();
  listenForBusy((seconds) => {
    busyFor.value = seconds;
  });
}

/** Show a page in the element that its template leaves for it. */
export function show(page: ComponentChild): void {
  const root = document.getElementById("page");
  if (root !== null) render(page, root);
}
