/** Export → Page: what is shown as one HTML file, which needs no server. */
import { flatGraph, withoutPartials } from "../compute/answers";
import { called } from "../compute/naming";
import { stepCount } from "../compute/steps";
import { count } from "../format";
import { offer, plainName } from "../offer";
import { passOf } from "../session/computed";
import { packSaved, type Saved } from "../session/saved";
import type { Session } from "../session/session";
import { boot } from "../wire/boot";
import { savedPage } from "../wire/saved-page";
import { type GraphDocument, size } from "../wire/types";

/** Bytes of a page that is mailed and opened without a second thought. */
const MOST_BYTES = 300_000;
const EMPTY = '<script type="text/plain" id="saved"></script>';

const tooLarge = (shown: GraphDocument): string => `${count(size(shown))} values are too many for one page.`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function createSavePage(session: Session) {
  const { document, picture, kept, program, share, changes, createAsk } = session;
  const ask = createAsk();

  /** Why what is shown cannot be saved so; null where it can. */
  function fault(shown: GraphDocument | null): string | null {
    if (shown === null || picture.picture.value === null) return "There is nothing to save yet.";
    return shown.nodes.length > 0 ? null : tooLarge(shown);
  }

  /** The steps of a pass that the saved page cannot make again: those of a program's own engine. */
  async function withSteps(shown: GraphDocument, signal: AbortSignal): Promise<GraphDocument> {
    if (flatGraph(shown) !== null) return { ...withoutPartials(shown), trace: null };
    if (shown.trace !== null) return shown;
    return passOf({ shown, sent: changes.shownProgram(), signal }, true);
  }

  async function made(shown: GraphDocument, svg: string, signal: AbortSignal): Promise<[Saved, string]> {
    const [html, doc] = await Promise.all([savedPage(signal), withSteps(shown, signal)]);
    const title = program.example.value?.title ?? called(shown, shown.output);
    const { version, ops, limits } = boot;
    const state = { ...kept.value, source: shown.source };
    return [{ title, doc, svg, state, boot: { version, ops, limits } }, html];
  }

  async function save(): Promise<void> {
    const shown = document.doc.value;
    const wrong = fault(shown);
    const svg = picture.picture.value?.svg;
    if (wrong !== null || shown === null || svg === undefined) {
      share.say(wrong ?? "");
      return;
    }
    await ask((signal) => made(shown, svg, signal), {
      use: async ([saved, html]) => {
        const data = EMPTY.replace("></", `>${await packSaved(saved)}</`);
        const text = html
          .replace("<title>Backlens</title>", () => `<title>${escaped(saved.title)} · Backlens</title>`)
          .replace(EMPTY, data);
        const file = new Blob([text], { type: "text/html" });
        const isWhole =
          flatGraph(saved.doc) !== null || (saved.doc.trace?.length ?? 0) >= stepCount(saved.doc);
        if (file.size > MOST_BYTES || !isWhole) share.say(tooLarge(shown));
        else offer(file, `${plainName(saved.title) || "graph"}.html`);
      },
      refused: (problem) => share.say(problem.message),
      offline: (error) => share.say(error.message),
    });
  }
  return { save };
}
