/** One of the page's two drawings in its frame: shown, patched, walked with the arrows. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Moment } from "../drawing/moment";
import type { Stage } from "../drawing/stage";
import { heading } from "../drawing/walk";
import { direction, type Picture } from "../session/picture";

interface Props {
  readonly stage: Stage;
  readonly picture: ReadonlySignal<Picture | null>;
  readonly moment: ReadonlySignal<Moment | null>;
  /** Whether the numbers are those of the picture. */
  readonly fits: (picture: Picture, moment: Moment) => boolean;
  readonly isDrawing: ReadonlySignal<boolean>;
}

export function DrawingFrame({ stage, picture, moment, fits, isDrawing }: Props): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<Picture | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (stage.focused() === null) return;
      const to = heading(event.key, direction.value);
      if (to !== null) stage.walk(to, direction.value);
      else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const choose = (event: Event): void => stage.focus(stage.focused(event.target as Element));
    element.addEventListener("keydown", press);
    element.addEventListener("click", choose);
    return stage.mount(element);
  }, [stage]);
  useSignalEffect(() => {
    const drawn = picture.value;
    const now = moment.value;
    const isIts = drawn !== null && now !== null && fits(drawn, now);
    if (drawn === shown.current) {
      if (isIts) stage.update(now);
      return;
    }
    shown.current = drawn;
    stage.show(drawn?.svg ?? null, isIts ? now : null, false);
  });
  return <div class="frame" ref={frame} aria-busy={isDrawing.value} />;
}
