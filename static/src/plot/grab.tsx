/** A tab on the axis: dragged with the pointer, moved with the arrow keys, read out as a slider. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { TAB, useDrag } from "./drag";

interface Props {
  readonly name: string;
  readonly text: string;
  readonly value: number;
  readonly spoken: string;
  readonly domain: readonly [number, number];
  /** Where the tab's tip points, and the middle of the tab, which may be pushed aside. */
  readonly tip: number;
  readonly middle: number;
  readonly y: number;
  /** What a drag moves, as it was when it began, and how far the pointer has gone since, in pixels. */
  readonly held: number;
  readonly onDrag: (held: number, pixels: number) => void;
  /** An arrow moves by 1, a page key by 10. */
  readonly onMove: (by: number, shift: boolean) => void;
  readonly onEnd: (end: "first" | "last", shift: boolean) => void;
}

const CELL = 7.3;
const HEIGHT = 22;
const BY: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

export const grabWidth = (text: string): number => text.length * CELL + 16;

export function Grab(props: Props): JSX.Element {
  const drag = useDrag(() => props.held, props.onDrag);
  const wide = grabWidth(props.text);
  const press = (event: TargetedKeyboardEvent<SVGGElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = BY[event.key];
    if (by !== undefined) props.onMove(by, event.shiftKey);
    else if (event.key === "Home") props.onEnd("first", event.shiftKey);
    else if (event.key === "End") props.onEnd("last", event.shiftKey);
    else return;
    event.preventDefault();
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
      aria-valuemin={props.domain[0]}
      aria-valuemax={props.domain[1]}
      {...drag}
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
