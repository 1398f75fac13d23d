/** What a card shows of its numbers, and the sentence that a screen reader hears of it. */

import { name, origin } from "../compute/naming";
import { card as cardNumber } from "../format";
import type { GradState, GraphDocument, GraphNode } from "../wire/types";

export const NOT_COMPUTED = "–";
const HIDDEN = "?";

export function gradText(node: GraphNode): string {
  if (node.hidden === "grad") return HIDDEN;
  return node.grad_state === "none" ? NOT_COMPUTED : cardNumber(node.grad);
}
export const dataText = (node: GraphNode): string =>
  node.hidden === "data" ? NOT_COMPUTED : cardNumber(node.data);

/** What is said of a card beyond what its node says. */
export interface Said {
  /** The data before a nudge. */
  readonly before?: number | undefined;
  /** What is to be thought of the grad: "correct", "wrong, should be 6". */
  readonly verdict?: string;
  /** Said in the place of the grad: "grad hidden". */
  readonly override?: string;
}

/** What is said of a grad in this state. */
export function gradWords(state: GradState, grad: string, passes: number, verdict?: string): string {
  const judged = verdict === undefined ? "" : `, ${verdict}`;
  switch (state) {
    case "none":
      return "grad not computed yet";
    case "stale":
      return `grad ${grad}, stale${judged}`;
    case "accumulated":
      return `grad ${grad}, sum of ${passes} passes${judged}`;
    case "assigned":
      return `grad ${grad}, set by the program${judged}`;
    default:
      return `grad ${grad}, ${verdict ?? "up to date"}`;
  }
}

function about(node: GraphNode, { verdict, override }: Said): string {
  if (override !== undefined) return override;
  if (node.hidden === "grad") return "grad hidden";
  return gradWords(node.grad_state, gradText(node), node.passes, verdict);
}

/** Name, numbers, state and origin in one sentence, as the server's own pictures say it. */
export function sentence(doc: GraphDocument, node: GraphNode, isTrained: boolean, said: Said = {}): string {
  const words = [name(node), node.hidden === "data" ? "data not computed yet" : `data ${dataText(node)}`];
  if (said.before !== undefined) words.push(`nudged from ${cardNumber(said.before)}`);
  if (node.op === "constant") return [...words, "constant, takes no grad"].join(", ");
  words.push(about(node, said));
  if (node.op === "leaf") words.push(isTrained ? "leaf, trainable" : "leaf, held fixed");
  else words.push(`from ${origin(doc, node)}`);
  return words.join(", ");
}
