/** The walk downhill over the curve: its points, and where it has come to rest. */
import type { JSX } from "preact";
import { card } from "../format";
import { type Area, clamp, type Frame } from "../plot/frame";
import { type Point, path } from "../plot/line";
import { useSlope } from "./context";
import { CHARACTER, place } from "./triangle";

const NUMBERED = 4;
const DRAWN = 60;

const overlap = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Where the label of the minimum is clear of other labels: above the point, higher, or below it. */
const OFFSETS = [-40, -66, -92, 34, 60] as const;

interface MinimumProps {
  readonly end: Point;
  readonly area: Area;
  readonly taken: readonly Area[];
}

function Minimum({ end: [x, y], area, taken }: MinimumProps): JSX.Element | null {
  const {
    leaf,
    walk: { minimum },
  } = useSlope();
  const goal = minimum.value;
  if (goal === null) return null;
  const text = `minimum: ${leaf.value} = ${card(goal.x)}, f = ${card(goal.value)}`;
  const half = (text.length * CHARACTER) / 2;
  const middle = clamp(x, area.left + half, area.right - half);
  const isFree = (by: number): boolean => {
    const box = { left: middle - half, right: middle + half, top: y + by - 13, bottom: y + by + 4 };
    return box.top > area.top && box.bottom < area.bottom && !taken.some((each) => overlap(box, each));
  };
  const by = OFFSETS.find(isFree) ?? OFFSETS[0];
  return (
    <>
      <path class="ln ink thin" d={`M${x} ${y + by + (by < 0 ? 6 : -14)}V${y + (by < 0 ? -7 : 7)}`} />
      <text class="lab halo mid" x={middle} y={y + by}>
        {text}
      </text>
      <circle class="pt hollow" cx={x} cy={y} r="5" />
    </>
  );
}

export function Walked({ frame, taken }: { frame: Frame; taken: readonly Area[] }): JSX.Element | null {
  const { rows } = useSlope().walk;
  const points = rows.value
    .filter((row) => Number.isFinite(row.value))
    .map((row): Point => {
      const [x, y] = place(frame, row.x, row.value);
      return [clamp(x, -999, 9999), y];
    });
  const end = points.at(-1);
  if (end === undefined) return null;
  const isNear = (index: number): boolean =>
    Math.abs((points[index]?.[0] ?? 0) - (points[index - 1]?.[0] ?? Number.NaN)) < 18;
  return (
    <g class="walk">
      <path clip-path="url(#sl-area)" class="ln ink thin hop" d={path(points)} />
      {points.slice(0, DRAWN).map(([x, y], index) => (
        <circle key={index} class="pt" cx={x} cy={y} r="3.5" />
      ))}
      {points.slice(0, NUMBERED).map(([x, y], index) =>
        isNear(index) ? null : (
          <text key={index} class="lab halo end" x={x - 8} y={y + (index === 0 ? 4 : 16)}>
            {index}
          </text>
        ),
      )}
      <Minimum end={end} area={frame.area} taken={taken} />
    </g>
  );
}
