/** Closer, further, all of it. */
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { type Stage, scale, stage } from "../drawing/stage";
import { Icon } from "./icon";

export function Zoom({ on = stage, at = scale }: { on?: Stage; at?: Signal<number> }): JSX.Element {
  return (
    <fieldset class="zoom" aria-label="Zoom">
      <button
        class="btn icon"
        type="button"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => on.by(-1)}
      >
        <Icon name="minus" />
      </button>
      <output class="pct" aria-label="Zoom">
        {Math.round(at.value * 100)}%
      </output>
      <button
        class="btn icon"
        type="button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => on.by(1)}
      >
        <Icon name="plus" />
      </button>
      <button class="btn icon" type="button" aria-label="Fit graph" title="Fit (0)" onClick={() => on.fit()}>
        <Icon name="fit" />
      </button>
    </fieldset>
  );
}
