/** On a first visit: what this is, and where to begin, until there is something else to say. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useSession } from "../../session/context";
import { rooted } from "../../wire/boot";

const VISITED = "visited";

/** Whether nobody has been here before in this browser; they have from now on. */
function firstVisit(): boolean {
  try {
    const isFirst = localStorage.getItem(VISITED) === null;
    localStorage.setItem(VISITED, "1");
    return isFirst;
  } catch {
    return false; // A private window keeps nothing, and would say it each time.
  }
}

export function Welcome(): JSX.Element | null {
  const { playback } = useSession();
  const [isFirst] = useState(firstVisit);
  if (!isFirst || playback.current.value !== null || playback.forwardNode.value !== null) return null;
  return (
    <p class="welcome">
      <span class="what">This is your program as a graph. Backward computes each grad in turn. </span>
      <span>New here? </span>
      <a href={rooted("/lessons#01")}>Lesson 1</a>
    </p>
  );
}
