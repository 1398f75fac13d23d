/** Which question explains something: the server's table, looked up. */
import { boot, rooted } from "./boot";
import type { Related, RelatedKind } from "./question";

interface Link {
  readonly href: string;
  readonly text: string;
}

const link = ({ name, short }: Related): Link => ({ href: rooted(`/why/${name}`), text: short });

/** The page of the question for this; null where there is none. An error is known by words of it. */
export function relatedTo(kind: RelatedKind, key: string): Link | null {
  const table = boot.related?.[kind] ?? {};
  const found = kind === "error" ? Object.keys(table).find((words) => key.includes(words)) : key;
  const entry = found === undefined ? undefined : table[found];
  return entry === undefined ? null : link(entry);
}

/** Of a finding: the mistake that it is like, else the op that it is about. */
export const relatedToFinding = (finding: {
  readonly like: string | null;
  readonly op: string | null;
}): Link | null => relatedTo("finding", finding.like ?? "") ?? relatedTo("op", finding.op ?? "");
