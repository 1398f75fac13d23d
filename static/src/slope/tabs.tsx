/** The two tabs on the axis: one moves x, the other h. */

import type { JSX } from "preact";
import { short } from "../format";
import { type Frame, unit } from "../plot/frame";
import { Grab, grabWidth } from "../plot/grab";
import { useSlope } from "./context";
import { fromPixels, toPixels } from "./numbers";

/** How far the second tab may reach beyond the picture. */
const BEYOND = 70;

/** Middles of two tabs that point at these places: side by side, inside the picture. */
function middles(
  [first, second]: readonly [number, number],
  widths: readonly [number, number],
  right: number,
) {
  const room = (widths[0] + widths[1]) / 2 + 6;
  const left = Math.max(widths[0] / 2, Math.min(first, second));
  const wanted = Math.max(second, left + room);
  const last = Math.min(wanted, Math.max(0, right + BEYOND - widths[1] / 2));
  return [Math.min(left, last - room), last] as const;
}

export function Tabs({ frame }: { frame: Frame }): JSX.Element {
  const { grain, h, leaf, most, moveX, range, setH, stepH, x } = useSlope();
  const moveH = (by: number): void => stepH(Math.abs(by) === 10 ? by / 2 : by);
  const endH = (end: "first" | "last"): void => setH(end === "last" ? most.value : 0);
  const { right, bottom } = frame.area;
  const { from, to } = range.value;
  const name = leaf.value;
  const pixels = unit(frame.x);
  const texts = [`${name} = ${short(x.value)}`, `${name} + h = ${short(x.value + h.value)}`] as const;
  const tips = [frame.x(x.value), Math.min(right + 30, frame.x(x.value + h.value))] as const;
  const [first, second] = middles(tips, [grabWidth(texts[0]), grabWidth(texts[1])], right);
  return (
    <>
      <Grab
        name={name}
        text={texts[0]}
        value={x.value}
        spoken={texts[0]}
        domain={[from, to]}
        tip={tips[0]}
        middle={first}
        y={bottom + 21}
        held={x.value}
        onDrag={(held, by) => moveX(held + by / pixels)}
        onMove={(by, shift) => (shift ? moveH(by) : moveX(x.value + by * grain.value * 2))}
        onEnd={(end, shift) => (shift ? endH(end) : moveX(end === "last" ? to : from))}
      />
      <Grab
        name={`${name} plus h`}
        text={texts[1]}
        value={x.value + h.value}
        spoken={`h = ${short(h.value)}, ${texts[1]}`}
        domain={[from, to + most.value]}
        tip={tips[1]}
        middle={second}
        y={bottom + 21}
        held={h.value}
        onDrag={(held, by) => {
          const wide = fromPixels(toPixels(held, pixels) + by, pixels);
          setH(Number(wide.toPrecision(wide >= 0.1 ? 2 : 1)));
        }}
        onMove={moveH}
        onEnd={endH}
      />
    </>
  );
}
