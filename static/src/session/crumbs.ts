/** The frames around what is looked at, from outermost: where somebody is in the program. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Boxes, OpenFrame } from "../drawing/boxes";
import { chain } from "../drawing/order";
import type { Has } from "./parts";

interface Needs extends Has<"playback" | "selection" | "view"> {
  readonly boxes: ReadonlySignal<Boxes | null>;
}

const withPath = (all: Boxes, path: string | null) =>
  path === null
    ? undefined
    : [...all.frames.values(), ...all.boxes.values()].find((each) => each.path === path);

export function createCrumbs({ boxes, playback, selection, view }: Needs) {
  return computed<readonly OpenFrame[]>(() => {
    const all = boxes.value;
    if (all === null || all.frames.size === 0) return [];
    const follows = selection.follows.value ? playback.activeBox.value : null;
    const id = follows ?? withPath(all, view.current.value)?.id;
    const around = id === undefined ? [] : chain(all, id).reverse();
    return around.flatMap((each) => all.frames.get(each) ?? []);
  });
}
