/** What lies over a plot and takes the pointer and the keys: it reads out a step, shows it, and zooms. */
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { clamp, type Domain, type Frame } from "../plot/frame";
import { dragged, moved, zoomed } from "./layout";
import { countUpTo, nearest } from "./series";
import type { Size } from "./use-size";

interface Props {
  readonly label: string;
  readonly frame: Frame;
  readonly size: Size;
  readonly steps: Domain;
  readonly whole: Domain;
  /** The steps that have come. */
  readonly at: readonly number[];
  /** The step that is read out. */
  readonly read: number | null;
  /** Where reading begins without a pointer. */
  readonly start: number | null;
  readonly spoken: (step: number) => string;
  readonly onRead: (step: number | null) => void;
  readonly onZoom: (steps: Domain | null) => void;
  readonly onShow?: ((step: number) => void) | undefined;
}

const BY: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
const ZOOM = 1.5;

/** A drag over the plot chooses the steps to zoom to; a touch that is dragged reads. */
function usePointer(props: Props) {
  const { frame, at, onRead, onZoom, onShow } = props;
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState(0);
  const place = (event: TargetedPointerEvent<HTMLElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left + frame.area.left;
  const read = (event: TargetedPointerEvent<HTMLElement>): number | null => {
    const step = nearest(at, frame.x.invert(place(event)));
    onRead(step);
    return step;
  };
  const end = (): void => setFrom(null);
  return {
    range: from === null ? null : dragged(frame.x, from, to, frame.area),
    down: (event: TargetedPointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      read(event);
      setFrom(place(event));
      setTo(place(event));
    },
    move: (event: TargetedPointerEvent<HTMLElement>): void => {
      read(event);
      if (event.pointerType !== "touch") setTo(place(event));
    },
    up: (event: TargetedPointerEvent<HTMLElement>): void => {
      const range = from === null ? null : dragged(frame.x, from, to, frame.area);
      const step = read(event);
      end();
      if (range !== null) onZoom(range);
      else if (from !== null && step !== null) onShow?.(step);
    },
    end,
  };
}

function keysOf(props: Props): (event: TargetedKeyboardEvent<HTMLElement>) => void {
  const { at, read, start, steps, whole, onRead, onZoom, onShow } = props;
  const here = read ?? start;
  const move = (by: number): void => {
    if (here === null) return;
    const place = countUpTo(at, here) - 1;
    // The first press reads where the reader is; from there on each press moves.
    const next = read === null ? here : at[clamp(place + by, 0, at.length - 1)];
    if (next === undefined) return;
    onRead(next);
    if (next < steps[0] || next > steps[1]) onZoom(moved(steps, next, whole));
  };
  const zoom = (times: number): void =>
    onZoom(zoomed(steps, here ?? (steps[0] + steps[1]) / 2, times, whole));
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const by = BY[key];
    if (by !== undefined) move(event.shiftKey ? 10 * by : by);
    else if (key === "Home") onRead(at[0] ?? null);
    else if (key === "End") onRead(at.at(-1) ?? null);
    else if (key === "+" || key === "=") zoom(1 / ZOOM);
    else if (key === "-") zoom(ZOOM);
    else if (key === "0") onZoom(null);
    else if (key === "Enter" && here !== null && onShow !== undefined) onShow(here);
    else if (key === "Escape" && (read !== null || steps !== whole)) {
      onRead(null);
      onZoom(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

export function Reader(props: Props): JSX.Element {
  const { label, frame, size, steps, whole, at, read, start, spoken, onRead, onZoom } = props;
  const { left, right, top, bottom } = frame.area;
  const pointer = usePointer(props);
  const root = useRef<HTMLDivElement>(null);
  const now = read ?? start ?? 0;
  return (
    <div
      class="curve-reader"
      ref={root}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={at[0] ?? 0}
      aria-valuemax={at.at(-1) ?? 0}
      aria-valuenow={now}
      aria-valuetext={spoken(now)}
      // Held by its four margins, so that it never reaches out of a box that has just become smaller.
      style={{ inset: `${top}px ${size.width - right}px ${size.height - bottom}px ${left}px` }}
      onPointerDown={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onPointerCancel={pointer.end}
      onPointerLeave={(event) => {
        if (event.pointerType !== "touch") onRead(null);
      }}
      onDblClick={() => onZoom(null)}
      onBlur={() => onRead(null)}
      onKeyDown={keysOf(props)}
      onWheel={(event) => {
        if (!event.ctrlKey || event.deltaY === 0) return;
        event.preventDefault();
        const around = frame.x.invert(
          event.clientX - event.currentTarget.getBoundingClientRect().left + left,
        );
        onZoom(zoomed(steps, around, event.deltaY > 0 ? ZOOM : 1 / ZOOM, whole));
      }}
    >
      {pointer.range !== null && (
        <i
          class="curve-range"
          style={{
            left: `${frame.x(pointer.range[0]) - left}px`,
            width: `${frame.x(pointer.range[1]) - frame.x(pointer.range[0])}px`,
          }}
        />
      )}
    </div>
  );
}
