/** Tasks as data, and how an answer is judged: from the rule in the lesson and the API's numbers alone. Pure. */
import { parse, short } from "../format";
import type { GraphDocument, GraphNode, Task } from "../wire/types";

type Kind<Name extends Task["kind"]> = Extract<Task, { readonly kind: Name }>;

/** A number of the graph: the data or the grad of the node with this label. */
type Quantity = Kind<"predict">["of"];

/** What there is to judge by: the fresh numbers, and those that the program left. */
export interface Facts {
  readonly fresh: GraphDocument;
  readonly left: GraphDocument | null;
}

export interface Verdict {
  readonly right: boolean;
  readonly text: string;
}

const labelled = (doc: GraphDocument, label: string): GraphNode | undefined =>
  doc.nodes.find((node) => node.label === label);

/** The number, or NaN if the graph has no such node. */
function quantity(doc: GraphDocument, of: Quantity): number {
  if (of.grad !== undefined) return labelled(doc, of.grad)?.grad ?? Number.NaN;
  return of.data === undefined ? Number.NaN : (labelled(doc, of.data)?.data ?? Number.NaN);
}

/** "the grad of a", or "loss". */
const called = (of: Quantity): string =>
  of.grad === undefined ? (of.data ?? "it") : `the grad of ${of.grad}`;

/** The nodes that a rule means, by id. */
export function meant(facts: Facts, rule: { readonly uses?: string; readonly wrong?: boolean }): Set<string> {
  const { fresh, left } = facts;
  if (rule.uses !== undefined) {
    const used = labelled(fresh, rule.uses)?.id;
    const users = fresh.nodes.filter((node) => node.inputs.some((input) => input.node === used));
    return new Set(users.map((node) => node.id));
  }
  const wrong = (left?.nodes ?? []).filter(
    (node, index) => node.op !== "constant" && !Object.is(node.grad, fresh.nodes[index]?.grad),
  );
  return new Set(wrong.map((node) => node.id));
}

/** A number that was typed for a prediction. */
export function predicted(task: Kind<"predict">, typed: string, facts: Facts): Verdict {
  const value = parse(typed);
  if (value === null) return { right: false, text: "Write a number, such as −1.5." };
  const truth = quantity(facts.fresh, task.of);
  if (Math.abs(value - truth) <= task.within)
    return { right: true, text: `Correct: ${called(task.of)} is ${short(truth)}.` };
  const isMirrored = truth !== 0 && Math.abs(value + truth) <= task.within;
  return {
    right: false,
    text: isMirrored
      ? `Not yet: ${short(value)} has the wrong sign.`
      : `Not yet: ${short(value)} is not ${called(task.of)}.`,
  };
}

/** The graph as the leaves were set. */
export function reached(task: Kind<"set">, facts: Facts): Verdict {
  const { near, to, within } = task.rule;
  const value = quantity(facts.fresh, near);
  return Math.abs(value - to) <= within
    ? { right: true, text: `Correct: ${called(near)} is ${short(value)}.` }
    : { right: false, text: `Not yet: ${called(near)} is ${short(value)}, and should be ${short(to)}.` };
}

/** The graph after the steps that were taken. */
export function trained(task: Kind<"steps">, facts: Facts): Verdict {
  const { below, than } = task.rule;
  const value = quantity(facts.fresh, below);
  return value < than
    ? { right: true, text: `Correct: ${called(below)} is ${short(value)}, below ${short(than)}.` }
    : {
        right: false,
        text: `Not yet: ${called(below)} is ${short(value)}, and should be below ${short(than)}.`,
      };
}

/** What the right nodes have in common: "d and e both use a". */
function shared(rule: Kind<"choose">["rule"], names: string, count: number): string {
  if (rule.uses === undefined)
    return count === 1 ? `the grad of ${names} is wrong` : `the grads of ${names} are wrong`;
  return `${names} ${count === 1 ? "uses" : count === 2 ? "both use" : "all use"} ${rule.uses}`;
}

/** The nodes that were chosen, by id. */
export function chosen(task: Kind<"choose">, ids: ReadonlySet<string>, facts: Facts): Verdict {
  const wanted = meant(facts, task.rule);
  const named = (some: Iterable<string>): string =>
    [...some].map((id) => facts.fresh.nodes.find((node) => node.id === id)?.label || id).join(" and ");
  if (ids.size === 0) return { right: false, text: "Choose at least one node." };
  const extra = [...ids].filter((id) => !wanted.has(id));
  if (extra.length > 0)
    return {
      right: false,
      text: `Not yet: ${named(extra)} ${extra.length === 1 ? "is not one" : "are not any"} of them.`,
    };
  if (ids.size < wanted.size)
    return {
      right: false,
      text: `Not yet: ${named(ids)} is right, and there ${wanted.size - ids.size === 1 ? "is one more" : "are more"}.`,
    };
  return { right: true, text: `Correct: ${shared(task.rule, named(wanted), wanted.size)}.` };
}
