/** The session of the components below: of the page, or of a part of it that has one of its own. */

import { provided } from "./provided";
import type { Session } from "./session";

export const [SessionProvider, useSession] = provided<Session>("a session");
