/** A word over the drawing: it is old, the server is busy, or there is no connection. */

import type { JSX } from "preact";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { lineWords } from "../wire/problem";
import { Icon } from "./icon";

/** The drawing is of the text before: the program runs. */
function Running(): JSX.Element {
  const { stop } = useSession().changes.run;
  return (
    <div class="banner" role="status">
      Running. The drawing is of the run before.
      <button class="btn sm" type="button" onClick={stop}>
        Stop
      </button>
    </div>
  );
}

export function Banner(): JSX.Element | null {
  const {
    connection: { busyFor, retryIn, tryAgain },
    document: { problem },
    picture: { picture },
    changes: { run },
    restoring: { remark },
  } = useSession();
  const found = problem.value;
  if (retryIn.value !== null) {
    return (
      <div class="banner" role="status">
        <Icon name="warn" />
        No connection. You can read and step through what is here. Next try in {retryIn.value} s.
        <button class="btn sm" type="button" onClick={tryAgain}>
          Try again
        </button>
      </div>
    );
  }
  if (busyFor.value > 0) {
    return (
      <div class="banner" role="status">
        <Icon name="warn" />
        The server is busy. Trying again in {busyFor.value} s.
      </div>
    );
  }
  if (run.isRunning.value && picture.value !== null) return <Running />;
  if (remark.value !== null) {
    return (
      <div class="banner remark" role="status">
        <Icon name="warn" />
        <span>{remark.value}</span>
        <button class="btn sm" type="button" onClick={() => assign(remark, null)}>
          Close
        </button>
      </div>
    );
  }
  if (found === null || picture.value === null) return null;
  return (
    <div class="banner" role="status">
      <Icon name="warn" />
      Showing the last drawing that worked.{" "}
      {found.place === null ? "Change the text" : `Fix ${lineWords(found.place.line, found.place.file)}`} to
      update it.
    </div>
  );
}
