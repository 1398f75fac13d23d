/**
 * The selected box where a graph is sent as numbers alone: the drawing says what a box stands for and
 * whose numbers it shows, the frame says what they are.
 */

import { computed, type ReadonlySignal } from "@preact/signals";
import { frameState } from "../compute/grads";
import { boxOf, position, positions } from "../wire/ids";
import type { GradState } from "../wire/types";
import type { DocumentState } from "./document";
import type { PictureState } from "./picture";
import type { Selection } from "./selection";

export interface Box {
  readonly name: string;
  /** "100 copies", "6,400 values": as far as it stands for more than one. */
  readonly about: readonly string[];
  readonly data: readonly number[];
  /** Null for constants, which take none. */
  readonly grad: readonly number[] | null;
  readonly state: GradState;
  readonly passes: number;
}

/** What is said of a box before its numbers: its name, how often it is there and of how many values. */
export function headOf(label: string): { readonly name: string; readonly about: readonly string[] } {
  const head = label.split(/, data (?:from )?[^,]/)[0] ?? label;
  const [, name = head, copies, values] =
    /^(.*?)(?:, ([\d,]+ copies))?(?:, ([\d,]+ values))?$/.exec(head) ?? [];
  const isOneEach = copies?.replace("copies", "values") === values;
  return { name, about: [copies, isOneEach ? undefined : values].filter((text) => text !== undefined) };
}

export function createBox(
  { doc }: DocumentState,
  { picture }: PictureState,
  { chosen }: Selection,
): ReadonlySignal<Box | null> {
  /** The picture's own words, which stay when its numbers are written over. */
  const drawn = computed(() => {
    const shown = picture.value;
    if (shown === null || doc.value === null || doc.value.nodes.length > 0) return null;
    return new DOMParser().parseFromString(shown.svg, "image/svg+xml");
  });
  return computed(() => {
    const frame = doc.value?.frame ?? null;
    const id = chosen.value ?? doc.value?.output ?? null;
    if (frame === null || id === null) return null;
    const element = drawn.value?.getElementById(boxOf(id)) ?? drawn.value?.getElementById(id) ?? null;
    if (element === null) return null;
    const runs = element.getAttribute("data-outlets");
    const at = runs === null ? [position(id)] : positions(runs);
    const isConstant = element.classList.contains("constant");
    const state = isConstant ? "none" : frameState(frame);
    const pick = (numbers: readonly number[]): number[] =>
      at.map((index) => numbers[index]).filter((x) => x !== undefined);
    return {
      ...headOf(element.getAttribute("aria-label") ?? ""),
      data: pick(frame.data),
      grad: isConstant ? null : pick(frame.grad),
      state,
      passes: frame.passes ?? 1,
    };
  });
}
