/** What the explorer has beside its session: an address that keeps it, and links to what it shows. */
import { signal } from "@preact/signals";
import { PLAIN } from "../curves/curve-tools";
import type { Page } from "../page";
import { createAddress } from "../session/address";
import { check as checked } from "../session/link";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { boot } from "../wire/boot";
import { createCheck } from "./check/state";
import { createEarlier } from "./earlier";
import { createFind } from "./find/state";
import { createLinks } from "./links";
import { createSavePage } from "./save-page";

/** `?hide=grad` goes before what the fragment says. */
const isSpoilerAsked = (): boolean => /[?&]hide=grad(&|$)/.test(location.search);

export function createExplorer(page: Page) {
  const session = createSession({ ...page, mayBox: true, inspects: true });
  const { restore, remark } = session.restoring;
  const address = createAddress(session.life, {
    state: session.kept,
    isMoving: session.playback.isPlaying,
    open: async (state) => {
      if (state !== null) await restore(isSpoilerAsked() ? { ...state, hide: "grad" } : state);
    },
    refused: async (message) => {
      await restore({ source: "" });
      remark.value = message;
    },
  });

  /** A link says what is shown first, then a short link; without one it is the first example. */
  async function start(): Promise<void> {
    if (isSpoilerAsked()) session.hidden.value = "grad";
    address.follow();
    const [first] = boot.examples;
    if (location.hash.length > 1) await address.read();
    else if (boot.state !== undefined) await restore(checked(boot.state));
    else if (first !== undefined) session.actions.load(first);
  }

  const [check, find, links] = [createCheck(session), createFind(session), createLinks(session)];
  /** How the curve of the descent is looked at. */
  const courseLook = signal(PLAIN);
  return {
    session,
    address,
    check,
    earlier: createEarlier(session),
    find,
    links,
    savePage: createSavePage(session),
    courseLook,
    start,
  };
}

export type Explorer = ReturnType<typeof createExplorer>;

export const [ExplorerProvider, useExplorer] = provided<Explorer>("the explorer");
