/** What the marks of the grads mean. */
import type { JSX } from "preact";
import { Mark } from "./mark";

export function Legend(): JSX.Element {
  return (
    <div class="legend">
      <b>grad</b>
      <span>
        <Mark state="none" passes={0} />
        not computed yet
      </span>
      <span>
        <Mark state="fresh" passes={1} />
        up to date
      </span>
      <span>
        <Mark state="stale" passes={1} />
        stale
      </span>
      <span>
        <Mark state="accumulated" passes={2} />
        sum of 2 passes
      </span>
    </div>
  );
}
