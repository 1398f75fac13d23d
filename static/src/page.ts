/** What every page does first: reads what the server wrote into it and shows itself in its place. */
import { type ComponentChild, render } from "preact";
import { assign } from "./session/assign";
import { type Connection, createConnection } from "./session/connection";
import { Lifetime } from "./session/lifetime";
import { followMedia } from "./session/media";
import { createScreen, type PageScreen } from "./session/screen";
import { type Boot, setBoot } from "./wire/boot";
import { listenForBusy } from "./wire/request";

/** What all sessions of a page share. */
export interface Page {
  /** As long as the page. */
  readonly life: Lifetime;
  readonly screen: PageScreen;
  readonly connection: Connection;
}

/** What the server wrote into the page. */
function readBoot(): Partial<Boot> {
  const element = document.getElementById("boot");
  return element === null ? {} : (JSON.parse(element.textContent) as Partial<Boot>);
}

/** Begin: what is known about the server and the screen, before anything is drawn. */
export function begin(): Page {
  setBoot(readBoot());
  const life = new Lifetime();
  const screen = createScreen();
  const connection = createConnection(life);
  followMedia(life, screen);
  life.onEnd(listenForBusy((seconds) => assign(connection.busyFor, seconds)));
  return { life, screen, connection };
}

/** Show a page in the element that its template leaves for it. */
export function show(page: ComponentChild): void {
  const root = document.getElementById("page");
  if (root !== null) render(page, root);
}
