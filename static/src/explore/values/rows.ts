/** Which rows of the table are in the page, the node of each, and what their bars are measured against. */
import { useEffect, useRef, useState } from "preact/hooks";
import { frameState } from "../../compute/grads";
import { numbersAlone } from "../../compute/known";
import { find } from "../../compute/naming";
import { useSession } from "../../session/context";
import { idOf } from "../../wire/ids";
import type { GraphDocument, GraphNode } from "../../wire/types";

/** A table of so many rows is in the page as a whole. */
const ALL = 150;
const MARGIN = 12;

/** Which rows are worth having in the page: all of a small table, those in sight of a large one. */
export function useWindow(length: number): {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  onScroll: (event: Event) => void;
} {
  const { isPhone } = useSession().screen;
  const row = isPhone.value ? 33 : 26;
  const [top, setTop] = useState(0);
  const height = useRef(400);
  const onScroll = (event: Event): void => {
    const box = event.currentTarget as HTMLElement;
    height.current = box.clientHeight;
    setTop(box.scrollTop);
  };
  if (length <= ALL) return { from: 0, to: length, row, onScroll };
  const from = Math.max(0, Math.min(length, Math.floor(top / row) - MARGIN));
  return { from, to: Math.min(length, from + Math.ceil(height.current / row) + 2 * MARGIN), row, onScroll };
}

function largestGrad(list: readonly GraphNode[]): number {
  const sizes = list.map((node) => (node.grad_state === "none" ? 0 : Math.abs(node.grad)));
  return sizes.reduce((most, size) => (Number.isFinite(size) && size > most ? size : most), 0);
}

export function largestOf(shown: GraphDocument | null, list: readonly GraphNode[]): number {
  const frame = shown?.known === undefined ? null : shown.frame;
  if (frame === null || frame === undefined) return largestGrad(list);
  if (frameState(frame) === "none") return 0;
  return frame.grad.reduce((most, grad) => {
    const size = Math.abs(grad);
    return Number.isFinite(size) && size > most ? size : most;
  }, 0);
}

/** The node of each of these rows: as it is shown now, as far as it is known, or its numbers alone. */
export function useRows(shown: GraphDocument | null, first: number, last: number): (GraphNode | null)[] {
  const {
    atStep,
    playback: { nodes },
    table,
    windows,
  } = useSession();
  const rows = Array.from({ length: last - first }, (_, index) => table.at(first + index));
  useEffect(() => {
    table.want(first, last);
    windows.want(rows.filter((at) => at !== null));
  }, [shown, first, last, table.sort.value, rows.join()]);
  return rows.map((at) => {
    if (at === null || shown === null) return null;
    if (shown.known === undefined) return nodes.value[at] ?? null;
    return atStep(find(shown, idOf(at)) ?? numbersAlone(shown, at));
  });
}
