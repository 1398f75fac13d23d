/** The numbers at a moment, read by position: in the nodes, or in the frame of a graph with too many of them. */

import { frameState } from "../compute/grads";
import type { GradState, GraphDocument } from "../wire/types";
import type { Moment } from "./moment";

/** Numbers of a node; null where they are not known or not to be seen. Makes no object, as thousands are read a frame. */
export interface Numbers {
  readonly data: (at: number) => number | null;
  readonly grad: (at: number) => number | null;
  readonly state: (at: number) => GradState;
  readonly passes: (at: number) => number;
  readonly isHidden: (at: number) => boolean;
}

type Source = Pick<Moment, "doc" | "nodes" | "isDue" | "isKnown">;

function ofNodes({ nodes }: Source): Numbers {
  const state = (at: number): GradState => {
    const node = nodes[at];
    return node === undefined || node.op === "constant" ? "none" : node.grad_state;
  };
  return {
    data: (at) => {
      const node = nodes[at];
      return node === undefined || node.hidden === "data" ? null : node.data;
    },
    grad: (at) => {
      const node = nodes[at];
      return node === undefined || node.hidden === "grad" || state(at) === "none" ? null : node.grad;
    },
    state,
    passes: (at) => nodes[at]?.passes ?? 0,
    isHidden: (at) => nodes[at]?.hidden === "grad",
  };
}

function ofFrame({ doc, isDue, isKnown }: Source): Numbers {
  const { frame } = doc;
  const whole = frame === null ? "none" : frameState(frame);
  const isShown = (at: number): boolean => whole !== "none" && (isDue === null || isDue(at));
  return {
    data: (at) => (isKnown?.(at) === false ? null : (frame?.data[at] ?? null)),
    grad: (at) => (isShown(at) ? (frame?.grad[at] ?? null) : null),
    state: (at) => (isShown(at) ? whole : "none"),
    passes: () => frame?.passes ?? 1,
    isHidden: () => false,
  };
}

export const numbersAt = (moment: Source): Numbers =>
  moment.nodes.length > 0 ? ofNodes(moment) : ofFrame(moment);

/** The numbers of a document as a whole, wherever one is in a pass. */
export const numbersOf = (doc: GraphDocument): Numbers =>
  numbersAt({ doc, nodes: doc.nodes, isDue: null, isKnown: null });

const NOTABLE: readonly GradState[] = ["stale", "accumulated", "fresh", "assigned"];

/** The most notable state among the grads of these nodes. */
export function stateOf({ state }: Numbers, ids: readonly number[]): GradState {
  let found = -1;
  for (const at of ids) {
    const place = NOTABLE.indexOf(state(at));
    if (place >= 0 && (found < 0 || place < found)) found = place;
    if (found === 0) break;
  }
  return NOTABLE[found] ?? "none";
}

/** The least and the greatest of some numbers as far as they are known; one where they are the same. */
export function ends(numbers: readonly (number | null)[]): readonly number[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of numbers) {
    if (x === null) continue;
    if (Number.isNaN(x)) return [x];
    if (x < least) least = x;
    if (x > most) most = x;
  }
  return least > most ? [] : least === most ? [least] : [least, most];
}
