/** The sentence under the graph, made from the step or the last action and never written by hand. Pure. */

import { passes, standing } from "../compute/grads";
import { called, find, name, spell } from "../compute/naming";
import { counted, short } from "../format";
import { type GraphDocument, type GraphNode, type Step, size } from "../wire/types";
import type { LastAction } from "./document";

/** A piece of the sentence and how it is set: a name, an operator, a formula, in data's or grad's colour. */
export interface Part {
  readonly text: string;
  /** A `stop` follows without a gap. */
  readonly as?: "name" | "op" | "math" | "strong" | "stop";
  readonly tone?: "data" | "grad";
}

const op = (text: string): Part => ({ text, as: "op" });
const named = called;

/** "e = a × b = 2 × −3 = −6"; a leaf is what the program, or a slider, says. */
export function forwardSentence(doc: GraphDocument, node: GraphNode): Part[] {
  const value: Part = { text: short(node.data), as: "strong", tone: "data" };
  const whole: Part[] = [{ text: name(node), as: "name" }, op("=")];
  if (node.inputs.length === 0) return [...whole, value, { text: ",", as: "stop" }, { text: "a leaf" }];
  const inputs = node.inputs.map((input) => find(doc, input.node));
  const names = inputs.map((input) => (input === null ? "?" : name(input)));
  const numbers = inputs.map((input) => (input === null ? "?" : short(input.data)));
  const written = { text: spell(node.op, names) };
  const put: Part = { text: spell(node.op, numbers), as: "strong" };
  return [...whole, written, op("="), ...(put.text === written.text ? [] : [put, op("=")]), value];
}

/** "grad of a += grad of e × ∂e/∂a = −2 × −3 = 6"; grads that are not to be seen are question marks. */
export function stepSentence(doc: GraphDocument, step: Step, isHidden = false): Part[] {
  const grad = (value: number): string => (isHidden ? "?" : short(value));
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
  const from = named(doc, step.from);
  return [
    { text: "grad of " },
    { text: node, as: "name" },
    op("+="),
    { text: "grad of ", tone: "grad" },
    { text: from, as: "name", tone: "grad" },
    op("×"),
    { text: `∂${from}/∂${node}`, as: "math" },
    op("="),
    { text: grad(step.upstream), as: "strong", tone: "grad" },
    op("×"),
    { text: short(step.partial), as: "strong" },
    op("="),
    { text: grad(step.contribution), as: "strong", tone: "grad" },
  ];
}

function ofGrads(doc: GraphDocument): string {
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

/** A sentence as plain text, as screen readers get it. */
export const plain = (parts: readonly Part[]): string =>
  parts.reduce(
    (said, part) => `${said}${said === "" || part.as === "stop" ? "" : " "}${part.text.trim()}`,
    "",
  );
