/** Closer, further, all of it. */
import type { JSX } from "preact";
import type { Stage } from "../drawing/stage";
import { IconButton } from "./icon-button";

export function Zoom({ stage }: { stage: Stage }): JSX.Element {
  return (
    <fieldset class="zoom" aria-label="Zoom">
      <IconButton icon="minus" label="Zoom out" title="Zoom out (−)" onClick={() => stage.by(-1)} />
      <output class="pct" aria-label="Zoom">
        {Math.round(stage.scale.value * 100)}%
      </output>
      <IconButton icon="plus" label="Zoom in" title="Zoom in (+)" onClick={() => stage.by(1)} />
      <IconButton icon="fit" label="Fit graph" title="Fit (0)" onClick={() => stage.fit()} />
    </fieldset>
  );
}
