/**
 * A map of a large graph: what is on the canvas as a frame, the step as a line. Click or drag goes there, and so do the
 * keys of a slider.
 */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { holderOf } from "../drawing/box-states";
import type { Boxes } from "../drawing/boxes";
import { count } from "../format";
import { useSession } from "../session/context";
import { LARGE } from "../session/details";
import type { Session } from "../session/session";
import { idOf } from "../wire/ids";
import { size } from "../wire/types";

const SIDE = 104;

/** Shades as an image that is used as a mask, so that its colour is the theme's. */
function maskOf(side: number, cells: Uint8Array): string {
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context?.createImageData(side, side);
  if (image === undefined) return "none";
  for (const [at, alpha] of cells.entries()) image.data[4 * at + 3] = alpha;
  context?.putImageData(image, 0, 0);
  return `url(${canvas.toDataURL()})`;
}

/** The first and the last index of the values of the boxes that are on the canvas. */
function sightOf({ boxes, stage }: Session): readonly [number, number] | null {
  const [all, sight] = [boxes.value, stage.sight.value];
  if (all === null || sight === null) return null;
  let [least, most] = [Number.POSITIVE_INFINITY, -1];
  for (const box of all.boxes.values()) {
    const area = stage.area(box.id);
    if (area === null || area.x > sight.x + sight.width || area.x + area.width < sight.x) continue;
    if (area.y > sight.y + sight.height || area.y + area.height < sight.y) continue;
    least = Math.min(least, box.members[0] ?? least);
    most = Math.max(most, box.members.at(-1) ?? most);
  }
  return most < 0 ? null : [least, most];
}

/** Where a key leads from a value: to the box before or after, or to an end; null for any other key. */
function next(all: Boxes, at: number, key: string): number | null {
  const lasts = [...all.boxes.values()].flatMap((box) => box.members.at(-1) ?? []).sort((a, b) => a - b);
  const here = holderOf(all, idOf(at));
  const last = all.boxes.get(here ?? "")?.members.at(-1) ?? at;
  if (key === "ArrowDown" || key === "ArrowRight") return lasts.find((each) => each > last) ?? null;
  if (key === "ArrowUp" || key === "ArrowLeft") return lasts.findLast((each) => each < last) ?? null;
  if (key === "Home") return lasts[0] ?? null;
  return key === "End" ? (lasts.at(-1) ?? null) : null;
}

/** Where the keys have led, or what is on the canvas. */
function useSlider(all: Boxes, middle: number, show: (at: number) => void) {
  const reached = useSignal<number | null>(null);
  const at = reached.value ?? middle;
  const press = (event: KeyboardEvent): void => {
    const to = next(all, at, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    reached.value = to;
    show(to);
  };
  return { at, press };
}

export function GraphMap(): JSX.Element | null {
  const { boxes, document, picture, view } = useSession();
  const [shown, all] = [document.doc.value, boxes.value];
  const isDrawn = shown !== null && all !== null && picture.picture.value?.structure === shown.structure;
  if (!(view.hasMap.value && isDrawn) || size(shown) < LARGE) return null;
  return <MapOf all={all} values={size(shown)} />;
}

function MapOf({ all, values }: { readonly all: Boxes; readonly values: number }): JSX.Element {
  const session = useSession();
  const { playback, stage, view } = session;
  const shades = view.shades.value;
  const mask = useMemo(() => (shades === null ? "none" : maskOf(shades.side, shades.cells)), [shades]);
  const sight = sightOf(session);
  const share = (at: number): string => `${(100 * at) / values}%`;
  const active = all.boxes.get(playback.activeBox.value ?? "")?.members.at(-1);
  const show = (at: number): void => {
    const area = stage.area(holderOf(all, idOf(at)) ?? "");
    if (area !== null) stage.centre(area.x + area.width / 2, area.y + area.height / 2);
  };
  const slider = useSlider(all, sight === null ? 0 : Math.floor((sight[0] + sight[1]) / 2), show);
  const go = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const { top } = event.currentTarget.getBoundingClientRect();
    show(Math.max(0, Math.min(values - 1, Math.floor(((event.clientY - top) / SIDE) * values))));
  };
  const rows = sight === null ? "" : `${count(sight[0])} to ${count(sight[1])} are on the canvas`;
  return (
    <div
      class="minimap"
      role="slider"
      tabIndex={0}
      aria-label={`Map of ${count(values)} values`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={values - 1}
      aria-valuenow={slider.at}
      aria-valuetext={rows}
      onKeyDown={slider.press}
      style={{ "--map": mask }}
    >
      <div class="ink" onPointerDown={go} onPointerMove={go} />
      {sight !== null && (
        <span
          class="sight"
          style={{
            top: `calc(${sight[0] / values} * ${SIDE}px)`,
            height: `calc(${(sight[1] - sight[0] + 1) / values} * ${SIDE}px)`,
            left: share(sight[0]),
            width: share(sight[1] - sight[0] + 1),
            pointerEvents: "none",
          }}
        />
      )}
      {active !== undefined && (
        <span class="turn" style={{ top: `${(active / values) * SIDE}px`, pointerEvents: "none" }} />
      )}
      <p>values by inputs</p>
    </div>
  );
}
