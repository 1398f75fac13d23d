// Boxes as a drawing has them, in few words.
import type { Box, Boxes, OpenFrame } from "../../static/src/drawing/boxes";

interface Sketch {
  readonly id: string;
  readonly in?: string;
  readonly members?: readonly number[];
  readonly cells?: readonly number[];
  readonly docks?: readonly (readonly number[])[];
  readonly kind?: Box["kind"];
  readonly name?: string;
}

const named = (id: string, parent: string | undefined, count: number) => ({
  id,
  path: id,
  note: "",
  count,
  copies: 1,
  copy: 0,
  twins: [],
  parent: parent ?? null,
});

const strip = (name: string, cells: readonly number[]) => ({
  name,
  isOfParameters: false,
  cells,
  shape: [cells.length],
});

function box({
  id,
  in: parent,
  members = [],
  cells = members,
  docks = [],
  kind = "list",
  name = id,
}: Sketch): Box {
  return {
    ...named(id, parent, members.length),
    name,
    kind,
    isOpenable: true,
    members,
    lines: new Set(),
    shown: strip(name, cells),
    docks: docks.map((ids, k) => strip(`dock${k}`, ids)),
  };
}

/** Frames as `[id, parent]`, edges as `from>to` or `from>to×count`. */
export function boxes(
  sketches: readonly Sketch[],
  edges: readonly string[],
  frames: readonly (readonly [string, string?])[] = [],
): Boxes {
  const open = new Map<string, OpenFrame>();
  for (const [id, parent] of frames) {
    const depth = parent === undefined ? 0 : (open.get(parent)?.depth ?? 0) + 1;
    open.set(id, { ...named(id, parent, 0), name: id, depth });
  }
  return {
    boxes: new Map(sketches.map((sketch) => [sketch.id, box(sketch)])),
    frames: open,
    joins: edges.map((edge) => {
      const [, from = "", to = "", count = "1"] = /^(.+)>([^×]+)(?:×(\d+))?$/.exec(edge) ?? [];
      return { id: `e-${from}-${to}`, from, to, count: Number(count) };
    }),
  };
}
