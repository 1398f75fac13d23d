/** Whether what an attempt asks for is on the screen. Pure. */
import { passes } from "../compute/grads";
import type { Range, Rule } from "../wire/question";
import type { GraphDocument } from "../wire/types";

/** What there is to judge by. */
export interface Seen {
  readonly doc: GraphDocument;
  /** Backward steps that have been gone through; null while nobody steps. */
  readonly step: number | null;
  /** Why the program does not run. */
  readonly problem: string | null;
}

const lies = (value: number, [low, high]: Range): boolean =>
  !Number.isNaN(value) && (low === null || value >= low) && (high === null || value <= high);

function areIn(doc: GraphDocument, kind: "data" | "grad", wanted: Readonly<Record<string, Range>>): boolean {
  return Object.entries(wanted).every(([label, range]) => {
    const node = doc.nodes.findLast((each) => each.label === label);
    if (node === undefined || (kind === "grad" && node.grad_state === "none")) return false;
    return lies(node[kind], range);
  });
}

const CONDITIONS: {
  readonly [Name in keyof Rule]-?: (seen: Seen, wanted: NonNullable<Rule[Name]>) => boolean;
} = {
  data: ({ doc }, wanted) => areIn(doc, "data", wanted),
  grad: ({ doc }, wanted) => areIn(doc, "grad", wanted),
  passes: ({ doc }, wanted) => passes(doc) === wanted,
  step: ({ step }, wanted) => step !== null && step >= wanted,
  agrees: ({ doc }, wanted) => doc.own_engine !== null && doc.own_engine.agrees === wanted,
  printed: ({ doc }, wanted) => doc.printed.includes(wanted),
  op: ({ doc }, wanted) => doc.nodes.some((node) => node.op === wanted),
  fails: ({ problem }, wanted) => problem?.includes(wanted) === true,
  without: ({ doc }, wanted) => doc.nodes.every((node) => node.op !== wanted),
};

export const isDone = (rule: Rule, seen: Seen): boolean =>
  (seen.problem === null || rule.fails !== undefined) &&
  Object.entries(rule).every(([name, wanted]) => CONDITIONS[name as keyof Rule](seen, wanted as never));
