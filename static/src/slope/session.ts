/** The session of this page: what all that asks the server shares. */
import { begin } from "../page";
import { createSession } from "../session/session";

export const session = createSession({ ...begin(), draws: false });
