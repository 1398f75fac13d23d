/** Dragging a part of a plot with the pointer. */
import type { TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";

/** In SVG the name of an attribute is as it is written, and `tabIndex` would be another one. */
export const TAB = { tabindex: 0 };

type Handler = (event: TargetedPointerEvent<SVGGElement>) => void;

interface Handlers {
  readonly onPointerDown: Handler;
  readonly onPointerMove: Handler;
  readonly onPointerUp: Handler;
  readonly onPointerCancel: Handler;
}

/** Handlers for the part.
 *
 * Arguments:
 *  - `take`: gives what a drag moves, as it is when the drag begins.
 *  - `onDrag`: called with that, and with how far the pointer has gone since, in pixels.
 */
export function useDrag(take: () => number, onDrag: (held: number, pixels: number) => void): Handlers {
  const start = useRef<{ readonly x: number; readonly held: number } | null>(null);
  const end = (): void => {
    start.current = null;
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.focus({ preventScroll: true });
      start.current = { x: event.clientX, held: take() };
      event.preventDefault();
    },
    onPointerMove: (event) => {
      if (start.current !== null) onDrag(start.current.held, event.clientX - start.current.x);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
