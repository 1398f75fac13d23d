/** While the drawing shows a nudge: that it does, of whom, and the way back. */

import type { JSX } from "preact";
import { find, name } from "../compute/naming";
import { counted, short } from "../format";
import { useSession } from "../session/context";

export function NudgeBanner(): JSX.Element | null {
  const {
    document: { doc },
    nudge: { shownNudge, stop },
  } = useSession();
  const shown = shownNudge.value;
  const node = find(doc.value, shown?.node ?? null);
  if (shown === null || node === null) return null;
  return (
    <div class="banner nudged" role="status">
      <span>
        <b>{name(node)}</b> is nudged by <span class="mono">{short(shown.h)}</span>:{" "}
        {counted(shown.changed.size, "value")} {shown.changed.size === 1 ? "changes" : "change"}. The grads
        stay.
      </span>
      <button class="btn sm" type="button" onClick={stop}>
        Stop <kbd>Esc</kbd>
      </button>
    </div>
  );
}
