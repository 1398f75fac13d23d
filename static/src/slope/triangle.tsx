/** The run and the rise between the two points of a secant, with their labels. */
import type { JSX } from "preact";
import { short } from "../format";
import { type Area, clamp, type Frame } from "../plot/frame";
import type { Point } from "../plot/line";
import type { Method, Probe } from "./numbers";

/** Pixels of a character of a label, bold or not. */
export const CHARACTER = 6.6;
/** How far a line may reach above or below the picture. */
const BEYOND = 8;

/** A point of the function in pixels, just outside the picture where it lies beyond. */
export const place = ({ area, x, y }: Frame, at: number, value: number): Point => [
  x(at),
  clamp(y(value), area.top - BEYOND, area.bottom + BEYOND),
];

export interface Part {
  readonly frame: Frame;
  readonly now: Probe;
}

/** A label of the triangle, and the room that it takes. */
interface Label {
  readonly text: JSX.Element;
  readonly box: Area;
}

interface Sides {
  readonly path: string;
  readonly labels: readonly Label[];
}

function label(anchor: "mid" | "end" | "start", [x, y]: Point, words: string, number: string): Label {
  const wide = (words.length + number.length + 1) * CHARACTER;
  const left = anchor === "mid" ? x - wide / 2 : anchor === "end" ? x - wide : x;
  return {
    text: (
      <text class={`lab halo ${anchor}`} x={x} y={y}>
        {words} <tspan class={words === "rise" ? "data" : ""}>{number}</tspan>
      </text>
    ),
    box: { left, right: left + wide, top: y - 13, bottom: y + 4 },
  };
}

/** The run and the rise between the two points, or null where they are too close to be seen. */
export function sidesOf({ frame, now }: Part, method: Method): Sides | null {
  const isCentral = method === "central";
  const [start, low] = isCentral ? [now.x - now.h, now.before] : [now.x, now.value];
  if (!Number.isFinite(low) || !Number.isFinite(now.after)) return null;
  const [x0, y0] = place(frame, start, low);
  const [x1, y1] = place(frame, now.x + now.h, now.after);
  if (x1 - x0 < 24) return null;
  const rise = short(now.after - low);
  const isRight = x1 + 8 + (rise.length + 5) * CHARACTER <= frame.area.right;
  return {
    path: `M${x0} ${y0}H${x1}V${y1}`,
    labels: [
      label(
        "mid",
        [(x0 + x1) / 2, y0 + (y1 <= y0 ? 16 : -8)],
        isCentral ? "run 2h =" : "run h =",
        short(isCentral ? 2 * now.h : now.h),
      ),
      // Next to a low triangle the two labels would touch.
      label(
        isRight ? "start" : "end",
        [x1 + (isRight ? 8 : -8), Math.abs(y1 - y0) < 40 && !isRight ? y1 - 10 : (y0 + y1) / 2 + 4],
        "rise",
        rise,
      ),
    ],
  };
}

export function Triangle({ path: sides, labels }: Sides): JSX.Element {
  return (
    <>
      <path class="ln thin" d={sides} />
      {labels.map((each, index) => (
        <g key={index}>{each.text}</g>
      ))}
    </>
  );
}
