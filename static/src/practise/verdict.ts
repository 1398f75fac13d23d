/**
 * What a bug did, said from the steps of the broken passes: which values come out wrong and why, or why none
 * does. Pure; backticks mark names, asterisks what is said first.
 */

import { find, name } from "../compute/naming";
import { short } from "../format";
import type { BrokenStep, Bug, BugAnswer, GraphDocument, Step } from "../wire/types";

/** One use of a wrong value: the share it should add, the one it added, and whether that was overwritten. */
interface Share {
  readonly from: string;
  readonly slot: number;
  readonly right: number;
  readonly got: number | null;
  readonly isLost: boolean;
}

export interface Row {
  readonly node: string;
  readonly name: string;
  /** What the node still held when the last pass came to it. */
  readonly left: number;
  readonly shares: readonly Share[];
  readonly got: number;
  readonly shouldBe: number;
}

const CLOSE = 1e-9;

/** The same number but for the order in which a sum was added up. */
export function same(one: number, other: number): boolean {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) === Number.isNaN(other);
  return one === other || Math.abs(one - other) <= CLOSE * Math.max(Math.abs(one), Math.abs(other));
}

const lastPass = (answer: BugAnswer): BrokenStep[] =>
  answer.trace.filter((step) => step.pass === answer.passes - 1);

const toNode = <T extends Step>(steps: readonly T[], node: string): T[] =>
  steps.filter((step) => step.node === node && step.from !== null);

/** Steps whose share is gone again: a later step at the same node wrote over it. */
function overwritten(steps: readonly BrokenStep[]): Set<BrokenStep> {
  const lost = new Set<BrokenStep>();
  const held = new Map<string, BrokenStep[]>();
  for (const step of steps) {
    if (step.from === null) continue;
    const before = held.get(step.node) ?? [];
    const isAdded = same(step.after, step.before + step.contribution);
    if (!isAdded) for (const earlier of before) lost.add(earlier);
    held.set(step.node, isAdded ? [...before, step] : [step]);
  }
  return lost;
}

/** The wrong values with every use, beside the right pass's own steps. */
export function rows(answer: BugAnswer, right: readonly Step[]): Row[] {
  const steps = lastPass(answer);
  const lost = overwritten(steps);
  return answer.wrong.map((wrong) => {
    const broken = toNode(steps, wrong.node);
    return {
      node: wrong.node,
      name: wrong.name,
      left: broken[0]?.before ?? 0,
      got: wrong.got,
      shouldBe: wrong.should_be,
      shares: toNode(right, wrong.node).map((step) => {
        const its = broken.find((other) => other.from === step.from && other.slot === step.slot);
        return {
          from: step.from ?? "",
          slot: step.slot ?? 0,
          right: step.contribution,
          got: its?.contribution ?? null,
          isLost: its !== undefined && lost.has(its),
        };
      }),
    };
  });
}

/** Edges along which a share was lost or came out wrong, as `target-slot`. */
export function wrongEdges(found: readonly Row[]): Set<string> {
  const edges = found.flatMap((row) =>
    row.shares
      .filter((share) => share.isLost || share.got === null || !same(share.got, share.right))
      .map((share) => `${share.from}-${share.slot}`),
  );
  return new Set(edges);
}

const LISTED = 4;

function names(list: readonly string[]): string {
  const shown = list.slice(0, LISTED).map((each) => `\`${each}\``);
  if (list.length > LISTED) shown.push(`${list.length - LISTED} more`);
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const nameOf = (doc: GraphDocument, id: string | null): string => {
  const node = find(doc, id);
  return node === null ? (id ?? "") : name(node);
};

const pair = (list: readonly string[]): string => list.map((each) => `\`${each}\``).join(", then ");

/** Values whose shares were overwritten, together where the same uses did it. */
function assigned(doc: GraphDocument, answer: BugAnswer, found: readonly Row[]): string[] {
  const lost = found.filter((row) => row.shares.some((share) => share.isLost));
  const sentences: string[] = [];
  const groups = new Map<string, Row[]>();
  for (const row of lost) {
    const order = toNode(lastPass(answer), row.node).map((step) => step.from ?? "");
    const key = order.join(" ");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [key, group] of [...groups].slice(0, 2)) {
    const users = [...new Set(key.split(" "))].map((id) => nameOf(doc, id));
    const self = names(group.map((row) => row.name));
    const [first = "", second = ""] = users;
    if (users.length === 1) {
      sentences.push(`\`${first}\` uses ${self} more than once, and each use overwrites the one before.`);
    } else {
      const who =
        group.length === 1 ? `${self} is used` : group.length === 2 ? "Both are used" : "All are used";
      sentences.push(
        users.length === 2
          ? `${who} by \`${first}\` and by \`${second}\`. The pass reaches \`${first}\` first, then \`${second}\` overwrites what \`${first}\` left.`
          : `${who} by ${pair(users.slice(0, LISTED))}. Each overwrites what was there; only \`${users.at(-1)}\` is left.`,
      );
    }
  }
  const flipped = found.filter((row) => row.got * row.shouldBe < 0).map((row) => row.name);
  if (flipped.length > 0) sentences.push(`For ${names(flipped)} even the sign flips.`);
  return sentences;
}

/** Values that passed their grad on before all of it was there. */
function early(doc: GraphDocument, answer: BugAnswer): string[] {
  const sentences: string[] = [];
  const steps = lastPass(answer);
  const left = new Map<string, number>();
  for (const step of steps) {
    if (step.from !== null && step.upstream !== null && !left.has(step.from))
      left.set(step.from, step.upstream);
    const passed = left.get(step.node);
    if (passed === undefined || step.contribution === 0) continue;
    const [self, late] = [nameOf(doc, step.node), nameOf(doc, step.from)];
    sentences.push(
      `\`${self}\` passes ${short(passed)} on before \`${late}\` has added its ${short(step.contribution)}, so whatever \`${self}\` was made from never gets that share.`,
    );
    if (sentences.length === 2) break;
  }
  return sentences;
}

function kept(doc: GraphDocument, found: readonly Row[], isLeaf: boolean): Row[] {
  return found.filter((row) => (find(doc, row.node)?.op === "leaf") === isLeaf && row.left !== 0);
}

/** A value that is wrong only because what it is made of its uses is wrong. */
function inherited(doc: GraphDocument, found: readonly Row[]): string[] {
  const wrong = new Set(found.map((row) => row.node));
  const downstream = found.filter(
    (row) =>
      row.left === 0 &&
      !row.shares.some((share) => share.isLost) &&
      row.shares.some((s) => wrong.has(s.from)),
  );
  const [first] = downstream;
  if (first === undefined) return [];
  const source = first.shares.find((share) => wrong.has(share.from));
  return [
    `${names(downstream.map((row) => row.name))} ${downstream.length === 1 ? "gets its grad" : "get their grads"} through ${
      downstream.length === 1
        ? `\`${nameOf(doc, source?.from ?? null)}\`, which is wrong already`
        : "values that are wrong already"
    }.`,
  ];
}

/** Why a bug does no harm to this program. */
function harmless(doc: GraphDocument, bug: Bug, right: readonly Step[]): string {
  const uses = new Map<string, number>();
  for (const step of right) if (step.from !== null) uses.set(step.node, (uses.get(step.node) ?? 0) + 1);
  const shared = [...uses].filter(([, count]) => count > 1).map(([id]) => id);
  switch (bug) {
    case "assign":
      return shared.length === 0
        ? "Every value is used once, so `=` and `+=` agree."
        : "What is overwritten is 0 here, so `=` and `+=` agree.";
    case "depth_first":
      if (shared.length === 0) return "Every value is used once, so any order from uses to inputs agrees.";
      return shared.every((id) => find(doc, id)?.op === "leaf")
        ? "Only leaves are used more than once, and a leaf passes nothing on, so the order does no harm."
        : "Depth-first order meets every value after all its uses here, so no grad is passed on early.";
    case "no_zero_grad":
      return "The grads of the leaves are 0 or start from 0 here, so nothing is left over.";
    case "zero_leaves_only":
      return "No computed value but the output holds a grad here, and the seed sets that one, so nothing is left over.";
  }
}

/** Why a bug does harm: its own sentences. */
function reasons(doc: GraphDocument, answer: BugAnswer, found: readonly Row[], bug: Bug): string[] {
  switch (bug) {
    case "assign":
      return assigned(doc, answer, found);
    case "depth_first":
      return early(doc, answer);
    case "no_zero_grad": {
      const [row, ...more] = kept(doc, found, true);
      if (row === undefined) return [];
      const also =
        more.length === 0
          ? ""
          : ` So ${more.length === 1 ? "does" : "do"} ${names(more.map((each) => each.name))}.`;
      return [
        `\`${row.name}\` begins pass ${answer.passes} at ${short(row.left)}, what the pass before left, and ends at ${short(row.got)}.${also}`,
      ];
    }
    case "zero_leaves_only": {
      const [row] = kept(doc, found, false);
      if (row === undefined) return [];
      return [
        `Leaves begin pass ${answer.passes} at 0, but \`${row.name}\` is not a leaf: it still holds ${short(row.left)}, ends at ${short(row.got)} and passes too much on.`,
      ];
    }
  }
}

export interface Verdict {
  readonly isWrong: boolean;
  readonly title: string;
  readonly text: string;
}

/** The verdict on this program with these bugs. `right` are the steps of the right pass. */
export function verdict(doc: GraphDocument, answer: BugAnswer, right: readonly Step[]): Verdict {
  if (answer.bugs.length === 0)
    return {
      isWrong: false,
      title: "Nothing is broken.",
      text: "Switch a bug on to see what it does to the grads.",
    };
  const found = rows(answer, right);
  if (found.length === 0) {
    return {
      isWrong: false,
      title: "Nothing comes out wrong.",
      text: answer.bugs.map((bug) => harmless(doc, bug, right)).join(" "),
    };
  }
  const why = answer.bugs.flatMap((bug) => (answer.alone[bug] === 0 ? [] : reasons(doc, answer, found, bug)));
  return {
    isWrong: true,
    title: `${names(found.map((row) => row.name))} ${found.length === 1 ? "comes" : "come"} out wrong.`,
    text: [...why, ...inherited(doc, found)].join(" "),
  };
}
