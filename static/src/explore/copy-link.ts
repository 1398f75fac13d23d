/** The link to what is shown, put on the clipboard; where that is refused, shown for copying by hand. */

import { kept } from "../session/kept";
import type { Kept } from "../session/link";
import { pass, reached, total } from "../session/playback";
import { offered, say } from "../session/share";
import { snapshot } from "../wire/calls";
import { Offline, Problem } from "../wire/problem";
import type { SnapshotRequest } from "../wire/schema";
import { addressOf } from "./address";

async function copy(title: string, text: string): Promise<void> {
  try {
    // Undefined where the page does not come over https.
    await (navigator.clipboard as Clipboard | undefined)?.writeText(text);
    if (navigator.clipboard !== undefined) {
      say(`${title} copied.`);
      return;
    }
  } catch {
    // The browser, or the page that this one is framed in, does not allow it.
  }
  offered.value = { title, text };
}

const place = (): string =>
  total.value === 0 || reached.value === 0 ? "Link" : `Link to ${pass.value} step ${reached.value}`;

export async function copyLink(): Promise<void> {
  await copy(place(), await addressOf(kept.value ?? { source: "" }));
}

/** What a link keeps, as the API takes it: the view apart from what only the page knows. */
function asked(kept: Kept): SnapshotRequest {
  const { source, values = {}, look, direction, collapsed, folded, around, ...page } = kept;
  const view = Object.fromEntries(
    Object.entries({ look, direction, collapsed, folded, around }).filter(([, value]) => value !== undefined),
  );
  // Without a pass that is gone through, the numbers are as the program left them.
  const state = page.mode === undefined ? "program" : "fresh";
  return { source, values, state, view, page };
}

/** A short link, which the server keeps. */
export async function copyShortLink(): Promise<void> {
  const state = kept.value;
  if (state === null) {
    say("There is nothing to keep yet.");
    return;
  }
  try {
    await copy("Short link", await snapshot(asked(state), new AbortController().signal));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Offline)) throw error;
    say(error.message);
  }
}

/** HTML that puts the graph at this step into a slide or a page. */
export async function copyEmbedding(): Promise<void> {
  const address = await addressOf(kept.value ?? { source: "" }, "?embed=1");
  const html = `<iframe src="${address.replaceAll("&", "&amp;")}" title="A graph in Backlens" width="960" height="540"></iframe>`;
  await copy("Code to embed", html);
}

/** The same state in the whole tool, for the link that an embedded page has. */
export async function openWhole(): Promise<void> {
  window.open(await addressOf(kept.value ?? { source: "" }), "_blank", "noopener");
}
