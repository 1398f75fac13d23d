/** The page Slope: a session that draws no graph, and what is looked at of its function. */
import type { Page } from "../page";
import { provided } from "../session/provided";
import { createSession } from "../session/session";
import { follow } from "./follow";
import { createLink } from "./link";
import { createRead } from "./read";
import { createSlopeState } from "./state";
import { createWalk } from "./walking";

export function createSlope(page: Page) {
  const session = createSession({ ...page, draws: false });
  const state = createSlopeState(session);
  const read = createRead(session, state);
  follow(session, state);
  return { ...state, ...createLink(session, state, read), session, read, walk: createWalk(session, state) };
}

export type Slope = ReturnType<typeof createSlope>;

export const [SlopeProvider, useSlope] = provided<Slope>("the page Slope");
