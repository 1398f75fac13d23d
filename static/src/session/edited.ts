/** What of a view is kept after an edit of the program: whatever the new graph still has. Pure. */
import type { View } from "../wire/calls";
import type { GraphDocument } from "../wire/types";

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Whether a program is an edit of another one: both share half of the lines of the longer one. */
export function isEdit(before: string, after: string): boolean {
  const [olds, news] = [linesOf(before), linesOf(after)];
  const left = new Set(olds);
  const shared = news.filter((line) => left.has(line)).length;
  return shared > 0 && 2 * shared >= Math.max(olds.length, news.length);
}

/** The value of the same name, in a graph whose ids are others; null where it is gone. */
export function sameAround(
  around: View["around"],
  before: GraphDocument,
  after: GraphDocument,
): View["around"] {
  if (around === null) return null;
  const label = before.nodes.find((node) => node.id === around.node)?.label ?? "";
  const alike = label === "" ? [] : after.nodes.filter((node) => node.label === label);
  const [first] = alike;
  return first === undefined || alike.length > 1 ? null : { ...around, node: first.id };
}

/** The groups that a graph still has. */
export const groupsLeft = (collapsed: readonly string[], after: GraphDocument): readonly string[] =>
  collapsed.filter((path) => after.nodes.some(({ group }) => group === path || group.startsWith(`${path}/`)));
