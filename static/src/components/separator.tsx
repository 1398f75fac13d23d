/** A line between two parts of a column, dragged or moved with the arrows to give the upper one another height. */
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";

const STEP = 16;

interface Props {
  readonly label: string;
  /** The id of the part above it. */
  readonly of: string;
  /** The height that somebody gave it in px; null as long as nobody has. */
  readonly height: Signal<number | null>;
  readonly least: number;
  /** What the part below it keeps. */
  readonly rest: number;
}

export function Separator({ label, of, height, least, rest }: Props): JSX.Element {
  const part = (): HTMLElement | null => document.getElementById(of);
  const now = (): number => part()?.offsetHeight ?? least;
  const most = (): number => Math.max(least, (part()?.parentElement?.clientHeight ?? 0) - rest);
  const set = (to: number): void => {
    height.value = Math.round(Math.min(most(), Math.max(least, to)));
  };
  const drag = (event: PointerEvent): void => {
    const [start, from] = [now(), event.clientY];
    const line = event.currentTarget as HTMLElement;
    event.preventDefault();
    line.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => set(start + next.clientY - from);
    line.addEventListener("pointermove", move);
    line.addEventListener("lostpointercapture", () => line.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const press = (event: KeyboardEvent): void => {
    const to: Record<string, number> = {
      ArrowUp: now() - STEP,
      ArrowDown: now() + STEP,
      Home: least,
      End: most(),
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      class="separator"
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-controls={of}
      aria-valuemin={least}
      aria-valuenow={height.value ?? now()}
      tabIndex={0}
      title="Drag, or press ↑ ↓; a double click undoes it"
      onPointerDown={drag}
      onKeyDown={press}
      onDblClick={() => {
        height.value = null;
      }}
    />
  );
}
