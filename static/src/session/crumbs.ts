/** The frames around what is looked at, from outermost: where somebody is in the program. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Boxes, OpenFrame } from "../drawing/boxes";
import { chain } from "../drawing/order";
import type { Has } from "./parts";

interface Needs extends Has<"playback" | "selection" | "view"> {
  readonly boxes: ReadonlySignal<Boxes | null>;
}

/** What is drawn at a path; of one that an edit took away the nearest that is left: of its name, else around it. */
function nearest(all: Boxes, path: string | null): { readonly id: string } | undefined {
  if (path === null || path === "") return undefined;
  const each = [...all.frames.values(), ...all.boxes.values()];
  const bare = path.replace(/\[\d+\]$/, "[");
  return (
    each.find((one) => one.path === path) ??
    (bare === path
      ? undefined
      : [...all.frames.values()].find((one) => one.path.replace(/\d+\]$/, "") === bare)) ??
    nearest(all, path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : null)
  );
}

export function createCrumbs({ boxes, playback, selection, view }: Needs) {
  return computed<readonly OpenFrame[]>(() => {
    const all = boxes.value;
    if (all === null || all.frames.size === 0) return [];
    const follows = selection.follows.value ? playback.activeBox.value : null;
    const id = follows ?? nearest(all, view.current.value)?.id;
    const around = id === undefined ? [] : chain(all, id).reverse();
    return around.flatMap((each) => all.frames.get(each) ?? []);
  });
}
