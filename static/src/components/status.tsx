/** A line over a page: there is no connection, the server is busy, or what else is to be said. */
import type { JSX } from "preact";
import { useSession } from "../session/context";
import { Icon } from "./icon";

export function Status(props: { readonly class: string; readonly text: string | null }): JSX.Element | null {
  const { busyFor, retryIn, tryAgain } = useSession().connection;
  const isOffline = retryIn.value !== null;
  const busy = busyFor.value > 0 ? `The server is busy. Trying again in ${busyFor.value} s.` : null;
  const text = isOffline ? `No connection. Next try in ${retryIn.value} s.` : (busy ?? props.text);
  if (text === null) return null;
  return (
    <p class={props.class} role="status">
      <Icon name="warn" />
      {text}
      {isOffline && (
        <button class="btn sm" type="button" onClick={tryAgain}>
          Try again
        </button>
      )}
    </p>
  );
}
