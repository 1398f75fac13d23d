/** The links to what is shown. */

import { addressOf } from "../session/address";
import type { Kept } from "../session/link";
import type { Session } from "../session/session";
import { asText, snapshot } from "../wire/calls";
import type { SnapshotRequest } from "../wire/schema";

/** What a link keeps, as the API takes it: the view apart from what only the page knows. */
function asked(kept: Kept): SnapshotRequest {
  const { source, files: _, values = {}, look, direction, collapsed, detail, open, around, ...page } = kept;
  const view = Object.fromEntries(
    Object.entries({ look, direction, collapsed, detail, open, around }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  // Without a pass that is gone through, the numbers are as the program left them.
  const state = page.mode === undefined ? "program" : "fresh";
  return { ...asText({ ...kept, source }), values, state, view, page };
}

export function createLinks({ kept, playback, share, view, createAsk }: Session) {
  const ask = createAsk();
  /** What is kept, with the boxes that are seen: another canvas would be given others to begin with. */
  function state(): Kept {
    const now = kept.value ?? { source: "" };
    const { detail, open } = view.shown();
    if (!view.isFirst.value || detail === null || detail === "values") return now;
    return { ...now, detail, direction: view.direction.value, open };
  }

  const { copy } = share;

  async function copyLink(): Promise<void> {
    const { pass, reached, total } = playback;
    const isStepped = total.value > 0 && reached.value > 0;
    const title = isStepped ? `Link to ${pass.value} step ${reached.value}` : "Link";
    const { address, left } = await addressOf(state());
    await copy(title, address, left);
  }

  /** A short link, which the server keeps. */
  async function copyShortLink(): Promise<void> {
    if (kept.value === null) {
      share.say("There is nothing to keep yet.");
      return;
    }
    await ask((signal) => snapshot(asked(state()), signal), {
      use: (url) => void copy("Short link", url),
      refused: (problem) => share.say(problem.message),
      offline: (error) => share.say(error.message),
    });
  }

  /** HTML that puts the graph at this step into a slide or a page. */
  async function copyEmbedding(): Promise<void> {
    const { address, left } = await addressOf(state(), "?embed=1");
    const html = `<iframe src="${address.replaceAll("&", "&amp;")}" title="A graph in Backlens" loading="lazy" style="border: 0; width: 100%; height: 540px"></iframe>`;
    await copy("Code to embed", html, left);
  }

  /** The same state in the whole tool, for the link that an embedded page has. */
  async function openWhole(): Promise<void> {
    window.open((await addressOf(state())).address, "_blank", "noopener");
  }

  return { copyLink, copyShortLink, copyEmbedding, openWhole };
}
