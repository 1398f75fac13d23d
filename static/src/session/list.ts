/** The box that is looked at: what it stands for, its numbers, and which of its elements is chosen. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type Box, type Boxes, titleOf } from "../drawing/boxes";
import type { Moment } from "../drawing/moment";
import { numbersAt } from "../drawing/numbers";
import { chain } from "../drawing/order";
import { idOf } from "../wire/ids";
import type { Has } from "./parts";

interface Needs extends Has<"playback" | "selection"> {
  readonly boxes: ReadonlySignal<Boxes | null>;
  readonly moment: ReadonlySignal<Moment | null>;
}

export interface Element {
  readonly index: number;
  /** "5", or "3, 7" in a matrix. */
  readonly label: string;
  readonly node: string;
  readonly data: number | null;
  readonly grad: number | null;
}

/** "gpt 9 / head 2": the open frames around a box. */
export function placeOf(all: Boxes, id: string): string {
  return chain(all, id)
    .slice(1)
    .reverse()
    .map((each) => titleOf(all, each))
    .join(" / ");
}

export function createList({ boxes, moment, playback, selection }: Needs) {
  const box = computed<Box | null>(() => {
    const all = boxes.value;
    if (all === null) return null;
    const active = selection.follows.value ? playback.activeBox.value : null;
    const found =
      active !== null
        ? all.boxes.get(active)
        : [...all.boxes.values()].find((each) => each.path === selection.box.value);
    return found === undefined || found.kind === "value" ? null : found;
  });
  return {
    box,
    place: computed(() =>
      boxes.value === null || box.value === null ? "" : placeOf(boxes.value, box.value.id),
    ),
    elements: computed<readonly Element[]>(() => {
      const [shown, now] = [box.value, moment.value];
      if (shown === null || now === null) return [];
      const read = numbersAt(now);
      const columns = shown.shown.shape.length > 1 ? (shown.shown.shape.at(-1) ?? 1) : 1;
      return shown.shown.cells.map((at, index) => ({
        index,
        label: columns > 1 ? `${Math.floor(index / columns)}, ${index % columns}` : String(index),
        node: idOf(at),
        data: read.data(at),
        grad: read.grad(at),
      }));
    }),
    /** Choose an element of the box, or none. */
    choose: (node: string | null): void => {
      if (box.peek() !== null) selection.select(node, box.peek()?.path);
    },
  };
}
