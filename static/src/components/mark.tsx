/** The mark of a grad's state: dashed ring, dot, half dot, count of passes. Shape first, colour second. */
import type { JSX } from "preact";
import type { GradState } from "../wire/types";

export function Mark({ state, passes }: { state: GradState; passes: number }): JSX.Element {
  if (state === "accumulated") {
    return (
      <svg class="wide" viewBox="0 0 22 14" aria-hidden="true">
        <rect class="mk mk-pill" width="22" height="14" rx="3" />
        <text class="mk-n" x="11" y="10.6">
          ×{passes}
        </text>
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {state === "none" && <circle class="mk mk-pending" cx="6" cy="6" r="4" />}
      {(state === "fresh" || state === "assigned") && <circle class="mk mk-fresh" cx="6" cy="6" r="4" />}
      {state === "stale" && (
        <>
          <circle class="mk mk-ring" cx="6" cy="6" r="4" />
          <path class="mk-half" d="M6 2a4 4 0 0 1 0 8z" />
        </>
      )}
    </svg>
  );
}
