/** The three verbs. */

import type { JSX } from "preact";
import { useSession } from "../../session/context";

export function Verbs(): JSX.Element {
  const {
    descentRun: { descend },
    passes: { backward, forward },
  } = useSession();
  return (
    <div class="verbs">
      <button class="btn is-data" type="button" onClick={() => void forward()}>
        Forward <kbd>F</kbd>
      </button>
      <button class="btn is-grad" type="button" onClick={() => void backward()}>
        Backward <kbd>B</kbd>
      </button>
      <button class="btn" type="button" onClick={() => void descend()}>
        Step descent <kbd>D</kbd>
      </button>
    </div>
  );
}
