/** Groups by level: those that hold values, then their parents, up to the outermost. Pure. */
import type { GraphDocument } from "../wire/types";

export type Level = readonly string[];

/** The path without the number of a call: `n[3]/layer0` is `n/layer0`, where its parameters are. */
export const bare = (path: string): string => path.replace(/\[\d+\]/g, "");

/** The groups that hold values. Of a graph that is sent as numbers, those that have no groups in them. */
export function groupsOf(doc: GraphDocument | null): readonly string[] {
  if (doc === null) return [];
  if (doc.nodes.length > 0)
    return [...new Set(doc.nodes.map((node) => node.group))].filter((path) => path !== "");
  const paths = (doc.groups ?? []).map((group) => group.path);
  const parents = new Set(paths.map((path) => path.replace(/\/?[^/]*$/, "")));
  return paths.filter((path) => !parents.has(path));
}

/** Paths by level, finest first. */
export function levelsOf(groups: readonly string[]): readonly Level[] {
  const found: string[][] = [];
  let paths = [...new Set(groups)];
  while (paths.length > 0) {
    found.push(paths.sort());
    const parents = [...new Set(paths.map((path) => path.replace(/\/[^/]*$/, "")))];
    if (parents.length === paths.length && parents.every((path) => paths.includes(path))) break;
    paths = parents;
  }
  return found;
}
