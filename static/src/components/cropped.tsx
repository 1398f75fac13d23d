/** That the canvas shows only a part of the drawing, so that nobody takes it for the whole. */
import type { JSX } from "preact";
import type { Stage } from "../drawing/stage";

/** Px of the drawing that may be beyond an edge: a rounding, or the margin around its boxes. */
const SLACK = 24;

export function Cropped({ stage }: { stage: Stage }): JSX.Element | null {
  const sight = stage.sight.value;
  const all = stage.area();
  if (sight === null || all === null) return null;
  const isCropped =
    sight.x > all.x + SLACK ||
    sight.y > all.y + SLACK ||
    sight.x + sight.width < all.x + all.width - SLACK ||
    sight.y + sight.height < all.y + all.height - SLACK;
  return isCropped ? <p class="cropped">Part of the graph. Drag it to see the rest.</p> : null;
}
