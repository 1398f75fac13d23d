/** The plot by keys and pointer: choose a point, move it, add one, remove one. */
import type { TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";
import { placeOf, type Scene } from "./paint";
import { nearest, towards } from "./scene";
import type { Playground } from "./state";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A row at another place of the plot; what is not an axis stays. */
function rowAt(its: Playground, scene: Scene, x: number, y: number, before: readonly number[]) {
  const round = (value: number): number => Number(value.toPrecision(4));
  const [across, up] = its.axes.peek();
  const next = [...before];
  next[across] = round(scene.frame.x.invert(x));
  const height = round(scene.frame.y.invert(y));
  if (!scene.isLine) next[up] = height;
  return { row: next, label: scene.isLine ? height : undefined };
}

function addAt(its: Playground, scene: Scene, x: number, y: number, label: number): void {
  const { names, rows } = scene.rows;
  const mean = names.map(
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / Math.max(1, rows.length),
  );
  const made = rowAt(its, scene, x, y, mean);
  its.add(made.row, made.label ?? label);
}

export function press(its: Playground, scene: Scene, event: TargetedKeyboardEvent<HTMLElement>): void {
  const chosen = its.chosen.peek();
  const arrow = ARROWS[event.key];
  const isUsed = arrow !== undefined || ["Delete", "Backspace", "Escape", "Enter", "a"].includes(event.key);
  if (!isUsed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (arrow !== undefined && event.shiftKey && chosen !== null && its.isEditable.peek()) {
    const [x, y] = placeOf(scene, chosen);
    const next = rowAt(its, scene, x + 6 * arrow[0], y + 6 * arrow[1], scene.rows.rows[chosen] ?? []);
    its.move(chosen, next.row, next.label);
  } else if (arrow !== undefined) its.chosen.value = towards(scene, chosen, arrow);
  else if (event.key === "Escape") its.chosen.value = null;
  else if ((event.key === "Delete" || event.key === "Backspace") && chosen !== null && its.isEditable.peek())
    its.remove(chosen);
  else if ((event.key === "Enter" || event.key === "a") && its.isEditable.peek()) {
    const { area } = scene.frame;
    const [x, y] =
      chosen === null ? [(area.left + area.right) / 2, (area.top + area.bottom) / 2] : placeOf(scene, chosen);
    const tool = its.tool.peek();
    const label = tool === "look" ? (scene.rows.labels[chosen ?? 0] ?? 1) : tool;
    addAt(its, scene, x + (chosen === null ? 0 : 12), y, label);
  }
}

/** What a pointer does: choose, move what it drags, or add. */
export function usePointer(its: Playground, scene: Scene | null) {
  const held = useRef<{ row: number; x: number; y: number; moved: boolean } | null>(null);
  const at = (event: TargetedPointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  return {
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
      if (scene === null || event.button !== 0) return;
      const [x, y] = at(event);
      const tool = its.tool.peek();
      if (tool !== "look") return addAt(its, scene, x, y, tool);
      const row = nearest(scene, x, y);
      its.chosen.value = row;
      if (row === null || !its.isEditable.peek()) return;
      held.current = { row, x, y, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
      const drag = held.current;
      if (drag === null || scene === null) return;
      const [x, y] = at(event);
      if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
      drag.moved = true;
      const next = rowAt(its, scene, x, y, scene.rows.rows[drag.row] ?? []);
      its.move(drag.row, next.row, next.label);
    },
    onPointerUp: () => {
      held.current = null;
    },
  };
}
