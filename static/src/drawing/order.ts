/**
 * The order in which boxes pass their grads on: reverse topological, and what is in a frame comes together, so that
 * a frame is one bracket under its marks. Pure.
 */
import type { Boxes, Join } from "./boxes";

/** Boxes in the order of the backward pass, and those one after another that are in the same open frame. */
export interface Order {
  readonly ids: readonly string[];
  readonly runs: readonly Run[];
}

interface Run {
  readonly frame: string;
  /** The first and the last of its boxes in the order. */
  readonly from: number;
  readonly to: number;
}

function runsOf({ boxes }: Boxes, ids: readonly string[]): Run[] {
  const runs: { readonly frame: string; readonly from: number; to: number }[] = [];
  for (const [at, id] of ids.entries()) {
    const frame = boxes.get(id)?.parent ?? null;
    const last = runs.at(-1);
    if (frame === null) continue;
    if (last?.frame === frame && last.to === at - 1) last.to = at;
    else runs.push({ frame, from: at, to: at });
  }
  return runs;
}

/** What is around a box or frame, from itself outwards. */
export function chain({ boxes, frames }: Boxes, id: string): string[] {
  const found: string[] = [];
  let at: string | null = id;
  while (at !== null && !found.includes(at)) {
    found.push(at);
    at = (boxes.get(at) ?? frames.get(at))?.parent ?? null;
  }
  return found;
}

/** The two things next to each other that an edge joins: the ends, or the frames around them where these part. */
export function apart(all: Boxes, join: Pick<Join, "from" | "to">): readonly [string, string] | null {
  const [from, to] = [chain(all, join.from), chain(all, join.to)];
  while (from.length > 0 && to.length > 0 && from.at(-1) === to.at(-1)) {
    from.pop();
    to.pop();
  }
  const [source, target] = [from.at(-1), to.at(-1)];
  return source === undefined || target === undefined ? null : [source, target];
}

/** The edges over which a box gets its grads: from those that use it, through the sides of frames around it. */
export function usesOf(all: Boxes, id: string): Join[] {
  const around = chain(all, id);
  const inward = (join: Join): boolean => !around.includes(join.to);
  const direct = all.joins.filter((join) => join.from === id);
  const outward = direct.filter((join) => !inward(join));
  const through = outward.flatMap((join) => usesOf(all, join.to));
  return [...direct, ...through];
}

/** The last node that each box or frame holds. */
function lasts(all: Boxes): Map<string, number> {
  const found = new Map<string, number>();
  for (const box of all.boxes.values()) {
    const last = box.members.at(-1) ?? -1;
    for (const id of chain(all, box.id)) found.set(id, Math.max(last, found.get(id) ?? -1));
  }
  return found;
}

/** Kahn's algorithm from the output back; of those whose users are done, the one that was made last. */
function backwards(
  items: readonly string[],
  uses: ReadonlyMap<string, readonly string[]>,
  last: ReadonlyMap<string, number>,
): string[] {
  const waits = new Map(items.map((id) => [id, 0]));
  const feeds = new Map<string, string[]>();
  for (const [source, targets] of uses)
    for (const target of targets) {
      waits.set(source, (waits.get(source) ?? 0) + 1);
      feeds.set(target, [...(feeds.get(target) ?? []), source]);
    }
  const left = new Set(items);
  const sorted: string[] = [];
  const rank = (id: string): number => last.get(id) ?? -1;
  while (left.size > 0) {
    const ready = [...left].filter((id) => waits.get(id) === 0);
    // A circle among boxes of a drawing that is cut nowhere: what was made last goes first.
    const pool = ready.length > 0 ? ready : [...left];
    const next = pool.reduce((best, id) => (rank(id) > rank(best) ? id : best));
    left.delete(next);
    sorted.push(next);
    for (const source of feeds.get(next) ?? []) waits.set(source, (waits.get(source) ?? 0) - 1);
  }
  return sorted;
}

export function orderOf(all: Boxes): Order {
  const last = lasts(all);
  const uses = new Map<string, string[]>();
  for (const join of all.joins) {
    const ends = apart(all, join);
    if (ends === null || ends[0] === ends[1]) continue;
    const targets = uses.get(ends[0]) ?? [];
    if (!targets.includes(ends[1])) uses.set(ends[0], [...targets, ends[1]]);
  }
  const inside = new Map<string | null, string[]>();
  for (const { id, parent } of [...all.frames.values(), ...all.boxes.values()])
    inside.set(parent, [...(inside.get(parent) ?? []), id]);
  const ids: string[] = [];
  const walk = (parent: string | null): void => {
    const items = inside.get(parent) ?? [];
    const within = new Map([...uses].filter(([source]) => items.includes(source)));
    for (const id of backwards(items, within, last)) {
      if (all.frames.has(id)) walk(id);
      else ids.push(id);
    }
  };
  walk(null);
  return { ids, runs: runsOf(all, ids) };
}

/**
 * For each node the step of the pass by boxes after which its grad is whole: the one of the box that holds it or, for
 * a leaf that is drawn in the boxes that read it, of the last of these. −1 for what is not drawn.
 */
export function dueOf(all: Boxes, { ids }: Order, count: number): Int32Array {
  const due = new Int32Array(count).fill(-1);
  for (const [step, id] of ids.entries()) {
    const box = all.boxes.get(id);
    for (const at of box?.members ?? []) due[at] = Math.max(due[at] ?? -1, step + 1);
    for (const dock of box?.docks ?? [])
      for (const at of dock.cells) due[at] = Math.max(due[at] ?? -1, step + 1);
  }
  return due;
}
