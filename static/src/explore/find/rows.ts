/** The rows of a list of what was found: a few of each kind, and for the rest how many more there are. Pure. */
import { findLines, findValues, nodesOf, type Query } from "../../compute/find";
import { name } from "../../compute/naming";
import { idOf } from "../../wire/ids";
import type { Found, GraphDocument, Kind, Match } from "../../wire/types";

export const KINDS: readonly Kind[] = ["lists", "calls", "lines", "matrices", "values"];
/** Rows in sight, whatever was found. */
const ROWS = 8;

export interface Row {
  readonly kind: Kind;
  /** What was found; null for a row that leads to all of its kind. */
  readonly match: Match | null;
}

export interface Section {
  readonly kind: Kind;
  readonly count: number;
  readonly rows: readonly Row[];
  /** How many rows are not shown. */
  readonly left: number;
}

/** How many rows of each kind are shown: in turn one of each, as long as there are any. */
export function shares(rows: readonly number[], most: number): number[] {
  const given = rows.map(() => 0);
  for (let left = most; left > 0; ) {
    const before = left;
    for (const [index, count] of rows.entries()) {
      if (left === 0 || (given[index] ?? 0) >= count) continue;
      given[index] = (given[index] ?? 0) + 1;
      left -= 1;
    }
    if (left === before) break;
  }
  return given;
}

/** Names a row, whichever rows are around it. */
export const keyOf = ({ kind, match }: Row): string => `${kind} ${match?.path ?? ""}`;

/** How many rows of a kind reach the one with a key; 0 where it is not among them. */
function reaching({ kind, matches }: Found, key: string | null): number {
  return matches.findIndex((match) => keyOf({ kind, match }) === key) + 1;
}

/**
 * What is shown of what was found, kind by kind; of one kind alone everything that is here. The row with the key that is
 * kept is among them, however many there are before it.
 */
export function sectionsOf(
  found: readonly Found[],
  only: Kind | null,
  kept: string | null = null,
): Section[] {
  const some = found.filter((each) => each.count > 0 && (only === null || each.kind === only));
  const most = only === null ? ROWS : Number.POSITIVE_INFINITY;
  const given =
    only === null
      ? shares(
          some.map((each) => each.rows),
          most,
        )
      : some.map((each) => each.rows);
  return some.map((each, index) => {
    const { kind, count, rows, matches } = each;
    const shown = matches.slice(0, Math.max(given[index] ?? 0, reaching(each, kept)));
    const left = rows - shown.length;
    const list: Row[] = shown.map((match) => ({ kind, match }));
    if (left > 0 && only === null) list.push({ kind, match: null });
    return { kind, count, rows: list, left };
  });
}

const nothing = { scope: "", shape: [], copies: 1, data: null, grad: null };

/** What the page finds among the nodes that it has: values, and lines of the program. */
export function foundHere(doc: GraphDocument, query: Query, most: number): Found[] {
  const values = findValues(doc.nodes, query);
  const lines = findLines(doc, query);
  const texts = doc.source.split("\n");
  return [
    {
      kind: "lines",
      count: lines.length,
      rows: lines.length,
      matches: lines.slice(0, most).map((line) => {
        const nodes = nodesOf(doc, line);
        return {
          ...nothing,
          name: texts[line - 1]?.trim() ?? "",
          path: `:${line}`,
          line,
          count: nodes.length,
          nodes: nodes.slice(0, 100).map(idOf),
        };
      }),
    },
    {
      kind: "values",
      count: values.length,
      rows: values.length,
      matches: values.slice(0, most).map((node) => ({
        ...nothing,
        name: name(node),
        path: node.id,
        line: node.line,
        count: 1,
        nodes: [node.id],
        data: node.data,
        grad: node.grad_state === "none" ? null : node.grad,
      })),
    },
  ];
}
