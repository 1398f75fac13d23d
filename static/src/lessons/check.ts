/** Tasks as data, and how an answer is judged: from the rule in the lesson and the API's numbers alone. Pure. */
import { short } from "../format";
import type { GraphDocument, GraphNode, Task } from "../wire/types";
import { shownNumber, written } from "./written";

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
  /** What more there is to say: the reason of a right answer, the mistake in a wrong one. */
  readonly more?: string;
}

const NOT_A_NUMBER: Verdict = { right: false, text: "Write a number, such as 0.5 or 2/3." };

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

/** The nodes that may be chosen: none is a constant. */
export const among = (doc: GraphDocument, rule: Kind<"choose">["rule"]): readonly GraphNode[] =>
  doc.nodes.filter((node) => (rule.among === "leaves" ? node.op === "leaf" : node.op !== "constant"));

/** The node that a task asks about, by id; null where there is not exactly one. */
export function asked(task: Task, doc: GraphDocument): string | null {
  const of =
    task.kind === "predict"
      ? (task.of.data ?? task.of.grad)
      : task.kind === "reach"
        ? (task.rule.above?.data ?? task.rule.below?.data)
        : undefined;
  return of === undefined ? null : (labelled(doc, of)?.id ?? null);
}

/** The nodes that a rule means, by id. */
export function meant(facts: Facts, rule: Kind<"choose">["rule"]): Set<string> {
  const { fresh, left } = facts;
  if (rule.nonzero === true)
    return new Set(among(fresh, rule).flatMap((node) => (node.grad === 0 ? [] : [node.id])));
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
  const value = written(typed);
  if (value === null) return NOT_A_NUMBER;
  const truth = quantity(facts.fresh, task.of);
  const isNear = (to: number): boolean => Math.abs(value - to) <= task.within;
  if (isNear(truth))
    return { right: true, text: `Correct: ${called(task.of)} is ${short(truth, 4)}.`, more: task.why };
  if (truth !== 0 && isNear(-truth))
    return { right: false, text: `Not yet: ${short(value)} has the wrong sign.` };
  const mistake = task.mistakes.find((each) => each.value !== undefined && isNear(each.value));
  const text = `Not yet: ${short(value)} is not ${called(task.of)}.`;
  return mistake === undefined ? { right: false, text } : { right: false, text, more: mistake.text };
}

/** How many times further off an answer may be that has only been rounded. */
const CLOSE = 5;

/** The graph as the leaf was set. */
export function reached(task: Kind<"set">, facts: Facts): Verdict {
  const { near, to, within } = task.rule;
  const value = quantity(facts.fresh, near);
  const [leaf = ""] = task.leaves;
  const place = `${leaf} = ${shownNumber(labelled(facts.fresh, leaf)?.data ?? Number.NaN)}`;
  if (Math.abs(value - to) <= within)
    return { right: true, text: `Correct: the slope at ${place} is ${short(to)}.`, more: task.why };
  return {
    right: false,
    text: `Not yet: the slope at ${place} is ${short(value, 4)}. It should be ${short(to)}.`,
    more:
      Math.abs(value - to) <= CLOSE * within
        ? "Close. Write more digits, or a fraction such as 1/3."
        : "Left or right of here?",
  };
}

/** Which leaf matters most, and which way to move it. */
function advice(task: Kind<"reach">, { fresh }: Facts): string | undefined {
  const isDown = task.rule.below !== undefined;
  const wanted = task.rule.below?.data ?? task.rule.above?.data;
  if (labelled(fresh, wanted ?? "")?.id !== fresh.output) return undefined;
  const leaves = task.leaves.flatMap((name) => labelled(fresh, name) ?? []);
  const steepest = leaves.reduce<GraphNode | undefined>(
    (most, each) => (Math.abs(each.grad) > Math.abs(most?.grad ?? 0) ? each : most),
    undefined,
  );
  if (steepest === undefined) return undefined;
  const way = steepest.grad > 0 === isDown ? "smaller" : "larger";
  return `The largest grad is that of ${steepest.label}, ${short(steepest.grad, 3)}: make ${steepest.label} ${way}.`;
}

/** The graph as several leaves were set. */
export function bounded(task: Kind<"reach">, facts: Facts): Verdict {
  const { below, above, than } = task.rule;
  const [of, word] = [below ?? above ?? {}, below === undefined ? "above" : "below"];
  const value = quantity(facts.fresh, of);
  if (below === undefined ? value > than : value < than)
    return {
      right: true,
      text: `Correct: ${called(of)} is ${short(value, 3)}, ${word} ${short(than)}.`,
      more: task.why,
    };
  const text = `Not yet: ${called(of)} is ${short(value, 3)}, and should be ${word} ${short(than)}.`;
  const more = advice(task, facts);
  return more === undefined ? { right: false, text } : { right: false, text, more };
}

/** A class that was mended: the engine check compares it with calculus. */
export function agreed(task: Kind<"write">, { fresh }: Facts): Verdict {
  const own = fresh.own_engine;
  if (own === null) return { right: false, text: "Not yet: the program has no class of its own any more." };
  if (own.agrees) return { right: true, text: `Correct: ${own.class} agrees with calculus.`, more: task.why };
  const [first, ...others] = own.findings;
  const more = first?.message ?? "";
  const rest = others.length === 0 ? "" : ` And ${others.length} more.`;
  return { right: false, text: "Not yet: the engine check has found a difference.", more: `${more}${rest}` };
}

/** The graph after the steps that were taken. */
export function trained(task: Kind<"steps">, facts: Facts): Verdict {
  const { below, than } = task.rule;
  const value = quantity(facts.fresh, below);
  return value < than
    ? {
        right: true,
        text: `Correct: ${called(below)} is ${short(value, 3)}, below ${short(than)}.`,
        more: task.why,
      }
    : {
        right: false,
        text: `Not yet: ${called(below)} is ${short(value, 3)}, and should be below ${short(than)}.`,
      };
}

/** What the right nodes have in common: "d and e both use a". */
function shared(rule: Kind<"choose">["rule"], names: string, count: number): string {
  if (rule.nonzero === true)
    return `${names} ${count === 1 ? "has a grad" : "have grads"} that ${count === 1 ? "is" : "are"} not 0`;
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
  if (extra.length > 0) {
    const text = `Not yet: ${named(extra)} ${extra.length === 1 ? "is not one" : "are not any"} of them.`;
    const labels = new Set(
      facts.fresh.nodes.filter((node) => extra.includes(node.id)).map((node) => node.label),
    );
    const mistake = task.mistakes.find((each) => each.nodes?.some((label) => labels.has(label)));
    return mistake === undefined ? { right: false, text } : { right: false, text, more: mistake.text };
  }
  if (ids.size < wanted.size)
    return {
      right: false,
      text: `Not yet: ${named(ids)} is right, and there ${wanted.size - ids.size === 1 ? "is one more" : "are more"}.`,
    };
  return { right: true, text: `Correct: ${shared(task.rule, named(wanted), wanted.size)}.`, more: task.why };
}
