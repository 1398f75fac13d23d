/** A session of a saved graph: what it asks is computed in the page, and what cannot be is not offered. */
import { flatGraph } from "../compute/answers";
import type { Page } from "../page";
import type { Saved } from "../session/saved";
import { createSession, type Session } from "../session/session";
import { setBoot } from "../wire/boot";
import type { GraphDocument } from "../wire/types";

/** Why the leaves of a saved graph have no sliders; null where they have. */
export function fixed(doc: GraphDocument): string | null {
  if (flatGraph(doc) === null)
    return "The program's own class computed these numbers, so they are fixed here.";
  return doc.reusable ? null : "Other numbers may give another graph, so these are fixed here.";
}

export function openSaved({ doc, svg, boot }: Saved, page: Page): Session {
  setBoot(boot);
  // The inspector is on screen at any width.
  const inspects = flatGraph(doc) === null ? false : "always";
  return createSession({ ...page, draw: () => Promise.resolve(svg), inspects });
}
