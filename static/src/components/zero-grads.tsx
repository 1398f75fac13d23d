/** Whether a pass sets the grads to zero before it. */
import type { JSX } from "preact";
import { assign } from "../session/assign";
import type { Session } from "../session/session";

export function ZeroGrads({ session }: { session: Session }): JSX.Element {
  const { zeroGrads } = session.passes;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={zeroGrads.value}
        onChange={(event) => assign(zeroGrads, event.currentTarget.checked)}
      />
      Zero grads before backward
    </label>
  );
}
