/** Closer, further, all of it. */
import type { JSX } from "preact";
import type { Stage } from "../drawing/stage";
import { Icon } from "./icon";

export function Zoom({ stage }: { stage: Stage }): JSX.Element {
  return (
    <fieldset class="zoom" aria-label="Zoom">
      <button
        class="btn icon"
        type="button"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => stage.by(-1)}
      >
        <Icon name="minus" />
      </button>
      <output class="pct" aria-label="Zoom">
        {Math.round(stage.scale.value * 100)}%
      </output>
      <button
        class="btn icon"
        type="button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => stage.by(1)}
      >
        <Icon name="plus" />
      </button>
      <button
        class="btn icon"
        type="button"
        aria-label="Fit graph"
        title="Fit (0)"
        onClick={() => stage.fit()}
      >
        <Icon name="fit" />
      </button>
    </fieldset>
  );
}
