/** A tab on the axis: dragged with the pointer, moved with the arrow keys, read out as a slider. */
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";

interface Props {
  readonly name: string;
  readonly text: string;
  readonly value: number;
  readonly spoken: string;
  readonly from: number;
  readonly to: number;
  /** Where the tab's tip points, and the middle of the tab, which may be pushed aside. */
  readonly tip: number;
  readonly middle: number;
  readonly y: number;
  /** How far the pointer has gone since it was put down, in pixels; begins with a call of `onGrab`. */
  readonly onGrab: () => void;
  readonly onDrag: (pixels: number) => void;
  /** True if the key was one of the slider's. */
  readonly onKey: (key: string, shift: boolean) => boolean;
}

// In SVG the name of an attribute is as it is written, and `tabIndex` would be another one.
const TAB = { tabindex: 0 };
const CELL = 7.3;
const HEIGHT = 22;

export const width = (text: string): number => text.length * CELL + 16;

export function Grab(props: Props): JSX.Element {
  const start = useRef<number | null>(null);
  const wide = width(props.text);
  const down = (event: TargetedPointerEvent<SVGGElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus({ preventScroll: true });
    start.current = event.clientX;
    props.onGrab();
    event.preventDefault();
  };
  const move = (event: TargetedPointerEvent<SVGGElement>): void => {
    if (start.current !== null) props.onDrag(event.clientX - start.current);
  };
  const up = (): void => {
    start.current = null;
  };
  const press = (event: TargetedKeyboardEvent<SVGGElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (props.onKey(event.key, event.shiftKey)) event.preventDefault();
  };
  return (
    <g
      class="grab"
      role="slider"
      {...TAB}
      data-name={props.name}
      aria-label={props.name}
      aria-valuenow={props.value}
      aria-valuetext={props.spoken}
      aria-valuemin={props.from}
      aria-valuemax={props.to}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={press}
    >
      <rect x={props.middle - wide / 2} y={props.y} width={wide} height={HEIGHT} rx="4" />
      <path d={`M${props.tip - 5} ${props.y + 0.5}l5 -5 5 5z`} />
      <text class="mid" x={props.middle} y={props.y + 15}>
        {props.text}
      </text>
    </g>
  );
}
