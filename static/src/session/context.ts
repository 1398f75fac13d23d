/** The session of the components below: of the page, or of a part of it that has one of its own. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./session";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("This component needs a session around it.");
  return session;
}
