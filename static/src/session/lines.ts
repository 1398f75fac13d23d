/** Which number belongs at the end of which line of the text. Pure. */

import { position } from "../wire/ids";
import type { GraphDocument, GraphNode } from "../wire/types";

const isIn = (file: string | null, node: GraphNode): boolean => (node.file ?? null) === file;

const isOnLineOf = (one: GraphNode | undefined, other: GraphNode): boolean =>
  one?.line === other.line && isIn(other.file ?? null, one);

/**
 * The value that each line computed: its one op that no op of the same line uses. A line that made
 * several such values, as a comprehension does, gets none.
 */
export function lineValues(doc: GraphDocument, file: string | null = null): Map<number, GraphNode> {
  const usedOnLine = new Set<string>();
  for (const node of doc.nodes)
    for (const input of node.inputs)
      if (isOnLineOf(doc.nodes[position(input.node)], node)) usedOnLine.add(input.node);
  const found = new Map<number, GraphNode | null>();
  for (const node of doc.nodes) {
    if (!isIn(file, node) || node.line === null || node.inputs.length === 0 || usedOnLine.has(node.id))
      continue;
    found.set(node.line, found.has(node.line) ? null : node);
  }
  const values = new Map<number, GraphNode>();
  for (const [line, node] of found) if (node !== null) values.set(line, node);
  return values;
}

/** Every value that a line made, in the order of the document. */
export const nodesOn = (doc: GraphDocument, line: number, file: string | null = null): GraphNode[] =>
  doc.nodes.filter((node) => node.line === line && isIn(file, node));

/** The value that a line is about: what it computed, else the last one that it made. */
export function mainOn(doc: GraphDocument, line: number, file: string | null = null): GraphNode | null {
  const made = nodesOn(doc, line, file).filter((node) => node.op !== "constant");
  return lineValues(doc, file).get(line) ?? made.at(-1) ?? null;
}
