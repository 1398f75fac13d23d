/** A map of a large graph: what is on the canvas as a frame, the step as a line. Click or drag goes there. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { holderOf } from "../drawing/box-states";
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

export function GraphMap(): JSX.Element | null {
  const session = useSession();
  const {
    boxes,
    document: { doc },
    picture,
    playback,
    stage,
    view,
  } = session;
  const [shown, all] = [doc.value, boxes.value];
  const isDrawn = shown !== null && all !== null && picture.picture.value?.structure === shown.structure;
  const isShown = view.hasMap.value && isDrawn && size(shown) >= LARGE;
  const shades = view.shades.value;
  const mask = useMemo(() => (shades === null ? "none" : maskOf(shades.side, shades.cells)), [shades]);
  if (!isShown) return null;
  const values = size(shown);
  const sight = sightOf(session);
  const share = (at: number): string => `${(100 * at) / values}%`;
  const active = all.boxes.get(playback.activeBox.value ?? "")?.members.at(-1);
  const go = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const { top } = event.currentTarget.getBoundingClientRect();
    const at = Math.max(0, Math.min(values - 1, Math.floor(((event.clientY - top) / SIDE) * values)));
    const area = stage.area(holderOf(all, idOf(at)) ?? "");
    if (area !== null) stage.centre(area.x + area.width / 2, area.y + area.height / 2);
  };
  const rows = sight === null ? "" : `; ${count(sight[0])} to ${count(sight[1])} are on the canvas`;
  return (
    <div
      class="minimap"
      role="img"
      aria-label={`Map of ${count(values)} values${rows}`}
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
