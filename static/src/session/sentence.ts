/** The sentence under the graph, made from the step or the last action and never written by hand. Pure. */

import { passes, standing } from "../compute/grads";
import { called, find, name, opName, spell } from "../compute/naming";
import { type Departure, departure, isWrong } from "../compute/own";
import { count, counted, short } from "../format";
import { type GraphDocument, type GraphNode, type Step, size } from "../wire/types";
import type { LastAction } from "./document";

/** A piece of the sentence and how it is set: a name, an operator, a formula, in data's or grad's colour. */
export interface Part {
  readonly text: string;
  /** A `stop` follows without a gap. */
  readonly as?: "name" | "op" | "math" | "strong" | "stop" | "context";
  readonly tone?: "data" | "grad" | "err";
}

const op = (text: string): Part => ({ text, as: "op" });
const named = called;

/** "e = a × b = 2 × −3 = −6"; a leaf is what the program, or a slider, says. */
export function forwardSentence(doc: GraphDocument, node: GraphNode): Part[] {
  const value: Part = { text: short(node.data), as: "strong", tone: "data" };
  const whole: Part[] = [{ text: name(node), as: "name" }, op("=")];
  if (node.inputs.length === 0) {
    const kind = node.op === "constant" ? "a plain number" : "a leaf";
    return [...whole, value, { text: ",", as: "stop" }, { text: kind }];
  }
  const inputs = node.inputs.map((input) => find(doc, input.node));
  const names = inputs.map((input) => (input === null ? "?" : name(input)));
  const numbers = inputs.map((input) => (input === null ? "?" : short(input.data)));
  const written = { text: spell(opName(node), names, node.arity) };
  const put: Part = { text: spell(opName(node), numbers, node.arity), as: "strong" };
  return [...whole, written, op("="), ...(put.text === written.text ? [] : [put, op("=")]), value];
}

/** What a program's own engine did in a step, and what it should have done. */
function ownSentence(
  doc: GraphDocument,
  step: Step,
  departs: Departure,
  grad: (value: number) => string,
): Part[] {
  const node: Part = { text: named(doc, step.node), as: "name" };
  const strong = (value: number): Part => ({ text: grad(value), as: "strong", tone: "grad" });
  const wrong = (value: number): Part => ({ text: grad(value), as: "strong", tone: "err" });
  const share = shareParts(doc, step, grad);
  switch (departs.kind) {
    case "inherited":
      return [
        { text: "grad of " },
        node,
        op("+="),
        ...share,
        op("="),
        wrong(step.contribution),
        { text: ". Right:", as: "stop" },
        strong(departs.want),
      ];
    case "replaced":
      return [
        { text: "grad of " },
        node,
        { text: "=", as: "op", tone: "err" },
        ...share,
        op("="),
        wrong(step.after),
        { text: ". It should be added:", as: "stop" },
        { text: grad(step.before), as: "strong" },
        op("+"),
        { text: grad(departs.right - step.before), as: "strong" },
        op("="),
        strong(departs.right),
      ];
    case "other":
      return [
        { text: "grad of " },
        node,
        op("+="),
        wrong(step.contribution),
        { text: ". It should be", as: "stop" },
        ...(share.length > 0 ? [...share, op("=")] : []),
        strong(departs.right),
      ];
    case "extra":
      return [
        { text: "grad of " },
        node,
        op("+="),
        wrong(step.contribution),
        { text: ". Nothing should be added here.", as: "stop" },
      ];
  }
}

/** "grad of e × ∂e/∂a = −2 × −3"; nothing where the use is not known. */
function shareParts(doc: GraphDocument, step: Step, grad: (value: number) => string): Part[] {
  if (step.from === null || step.upstream === null || step.partial === null) return [];
  const from = named(doc, step.from);
  return [
    { text: "grad of ", tone: "grad" },
    { text: from, as: "name", tone: "grad" },
    op("×"),
    { text: `∂${from}/∂${named(doc, step.node)}`, as: "math" },
    op("="),
    { text: grad(step.upstream), as: "strong", tone: "grad" },
    op("×"),
    { text: short(step.partial), as: "strong" },
  ];
}

/** "grad of a += grad of e × ∂e/∂a = −2 × −3 = 6"; grads that are not to be seen are question marks. */
export function stepSentence(doc: GraphDocument, step: Step, isHidden = false): Part[] {
  const grad = (value: number): string => (isHidden ? "?" : short(value));
  const departs = departure(step);
  if (departs !== null) return ownSentence(doc, step, departs, grad);
  const node = named(doc, step.node);
  if (step.from === null || step.upstream === null || step.partial === null) {
    return [
      { text: "grad of " },
      { text: node, as: "name" },
      op("="),
      { text: short(step.contribution), as: "strong", tone: "grad" },
      { text: ",", as: "stop" },
      { text: "because" },
      { text: `∂${node}/∂${node}`, as: "math" },
      op("="),
      { text: "1", as: "strong" },
    ];
  }
  return [
    { text: "grad of " },
    { text: node, as: "name" },
    op("+="),
    ...shareParts(doc, step, grad),
    op("="),
    { text: grad(step.contribution), as: "strong", tone: "grad" },
  ];
}

function ofGrads(doc: GraphDocument): string {
  const wrong = doc.nodes.filter(isWrong).length;
  if (wrong > 0) return wrong === 1 ? "1 grad is wrong." : `${wrong} grads are wrong.`;
  switch (standing(doc)) {
    case "pending":
      return "Grads are not computed yet. Press Backward.";
    case "fresh":
      return "Grads are up to date.";
    case "accumulated":
      return `Leaf grads now hold the sum of ${passes(doc)} passes.`;
    case "stale":
      return "Grads are stale.";
  }
}

function output(doc: GraphDocument): Part[] {
  if (doc.value === null) return [];
  return [
    { text: named(doc, doc.output), as: "name" },
    op("="),
    { text: short(doc.value), as: "strong", tone: "data" },
  ];
}

function opening(doc: GraphDocument, action: LastAction): Part[] {
  switch (action.kind) {
    case "read":
      return [{ text: counted(size(doc), "value") }, { text: ",", as: "stop" }, ...output(doc)];
    case "descended": {
      const verb = action.to < action.from ? "falls" : action.to > action.from ? "rises" : "stays";
      return [
        { text: `${counted(action.steps, "step")}:` },
        { text: named(doc, doc.output), as: "name" },
        { text: `${verb} from` },
        { text: short(action.from), as: "strong", tone: "data" },
        { text: "to" },
        { text: short(action.to), as: "strong", tone: "data" },
      ];
    }
    case "returned":
      return [{ text: `Step ${count(action.step)} of ${count(action.of)}:` }, ...output(doc)];
    case "undone":
      return [{ text: "Undone:" }, ...output(doc)];
    case "redone":
      return [{ text: "Redone:" }, ...output(doc)];
    default:
      return output(doc);
  }
}

/** What was done last, what the output is now, and the state of the grads. */
export function actionSentence(doc: GraphDocument, action: LastAction): Part[] {
  if (doc.output === null) return [{ text: "The program made no Value, so there is nothing to draw." }];
  return [...opening(doc, action), { text: ".", as: "stop" }, { text: ofGrads(doc) }];
}

/** What a step comes to, where a whole sentence has no room: "grad of a += 6", "e = −6". */
export function briefStep(doc: GraphDocument, step: Step, isHidden = false): Part[] {
  const sign = step.from === null ? "=" : "+=";
  const share = isHidden ? "?" : short(step.contribution);
  const tone = departure(step) === null ? "grad" : "err";
  return [
    { text: "grad of" },
    { text: named(doc, step.node), as: "name" },
    op(sign),
    { text: share, as: "strong", tone },
  ];
}

export const briefValue = (node: GraphNode): Part[] => [
  { text: name(node), as: "name" },
  op("="),
  { text: short(node.data), as: "strong", tone: "data" },
];

/** The output, or what was done to it. */
export const briefAction = (doc: GraphDocument, action: LastAction): Part[] =>
  action.kind === "descended"
    ? [...output(doc), { text: ",", as: "stop" }, { text: counted(action.steps, "step") }]
    : output(doc);

/** A sentence as plain text, as screen readers get it. */
export const plain = (parts: readonly Part[]): string =>
  parts.reduce(
    (said, part) => `${said}${said === "" || part.as === "stop" ? "" : " "}${part.text.trim()}`,
    "",
  );
