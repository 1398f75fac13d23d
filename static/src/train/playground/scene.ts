/** What the plot shows now, and which of its points is at a place or in a direction. */
import type { Frame } from "../../plot/frame";
import { classesOf } from "./data";
import { forward } from "./forward";
import { placeOf, type Scene } from "./paint";
import type { Playground } from "./state";

const NEAR = 14;
const PLACES = 400;

/** f(x) over the axis. */
function curveOf(its: Playground, frame: Frame): number[] {
  const network = its.network.value;
  if (network === null || network[0]?.inputs !== 1) return [];
  const [from = 0, to = 1] = frame.x.domain();
  const x = Float32Array.from({ length: PLACES }, (_, at) => from + ((to - from) * at) / (PLACES - 1));
  return [...forward(network, x, PLACES, its.neuron.value).subarray(0, PLACES)];
}

export function sceneOf(its: Playground, frame: Frame): Scene | null {
  const rows = its.rows.value;
  if (rows === null) return null;
  const task = its.task.value;
  const classes = classesOf(rows, task);
  const isLine = rows.names.length === 1;
  return {
    frame,
    regions: isLine ? null : its.regions.value,
    rows,
    axes: its.axes.value,
    isLine,
    kind: (row) => {
      const label = rows.labels[row] ?? 0;
      return task === "number"
        ? 0
        : task === "two"
          ? label > 0
            ? 1
            : 0
          : Math.max(0, classes.indexOf(label));
    },
    wrong: its.judged.value?.wrong ?? new Set(),
    chosen: its.chosen.value,
    curve: isLine ? curveOf(its, frame) : [],
  };
}

/** The row nearest to a place, within reach. */
export function nearest(scene: Scene, x: number, y: number): number | null {
  let [found, least] = [null as number | null, NEAR];
  scene.rows.labels.forEach((_, row) => {
    const [px, py] = placeOf(scene, row);
    const away = Math.hypot(px - x, py - y);
    if (away < least) [found, least] = [row, away];
  });
  return found;
}

/** The next row in a direction: near, and more along than across. */
export function towards(
  scene: Scene,
  from: number | null,
  [dx, dy]: readonly [number, number],
): number | null {
  if (from === null) return scene.rows.labels.length > 0 ? 0 : null;
  const [x, y] = placeOf(scene, from);
  let [found, least] = [from, Number.POSITIVE_INFINITY];
  scene.rows.labels.forEach((_, row) => {
    const [px, py] = placeOf(scene, row);
    const along = (px - x) * dx + (py - y) * dy;
    const across = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    const cost = along + 2 * across;
    if (row !== from && along > 0 && cost < least) [found, least] = [row, cost];
  });
  return found;
}
