/** The three verbs. */
import type { JSX } from "preact";
import { descend } from "../../session/descending";
import { backward, forward } from "../../session/verbs";
import { zeroGrads } from "../../session/zero";

export function Verbs(): JSX.Element {
  return (
    <div class="verbs">
      <button class="btn is-data" type="button" onClick={() => void forward()}>
        Forward <kbd>F</kbd>
      </button>
      <button class="btn is-grad" type="button" onClick={() => void backward(zeroGrads.value)}>
        Backward <kbd>B</kbd>
      </button>
      <button class="btn" type="button" onClick={() => void descend()}>
        Step descent <kbd>D</kbd>
      </button>
    </div>
  );
}
