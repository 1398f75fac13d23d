/** One node moved by h over a flat graph, as `engine/explain/nudge.py` has it: the quotients, their errors, the kinks. Pure. */
import type { Flat } from "./flat";
import { type Kinks, kinks } from "./kinks";
import { dependents, hold } from "./moved";

export type Method = "forward" | "central";

/** h from 1 to 1e-14, three a decade: both sides of the V that truncation and rounding make. */
const STEPS = Array.from({ length: 43 }, (_, k) => 10 ** (-k / 3));

/** The difference quotient for one h, and how far the grad is from it. */
export interface Quotient {
  readonly h: number;
  readonly difference: number;
  readonly abs_error: number;
  readonly rel_error: number;
}

/** What is nudged: a node of a graph, whose data is a forward pass's result, and its grad. */
export interface Place {
  readonly flat: Flat;
  readonly data: Float64Array;
  readonly node: number;
  readonly grad: number;
}

export interface Moved {
  readonly quotient: Quotient;
  readonly before: number;
  readonly above: number;
  /** Of a central difference. */
  readonly below: number | null;
  /** Every node's at x + h. */
  readonly data: Float64Array;
  /** The nodes whose data differs from before, the nudged one among them. */
  readonly changed: readonly number[];
  readonly kinks: Kinks;
}

/** Whether doubles are too far apart beside x for this h. */
export const isLost = (x: number, h: number, method: Method): boolean =>
  x + h === x || (method === "central" && x - h === x);

function compare(grad: number, difference: number, h: number): Quotient {
  const abs_error = Math.abs(grad - difference);
  const scale = Math.max(Math.abs(grad), Math.abs(difference));
  return { h, difference, abs_error, rel_error: scale === 0 ? abs_error : abs_error / scale };
}

/** The output where the node is held at a place; its dependents are computed into one array again and again. */
function outputOf({ flat, data, node }: Place): (x: number) => number {
  const order = dependents(flat, node);
  const values = data.slice();
  return (x) => {
    hold(flat, values, node, x, order);
    return values[flat.size - 1] as number;
  };
}

function quotientOf(f: (x: number) => number, x: number, h: number, method: Method): number {
  return method === "forward" ? (f(x + h) - f(x)) / h : (f(x + h) - f(x - h)) / (2 * h);
}

const isSame = (one: number, other: number): boolean =>
  one === other || (Number.isNaN(one) && Number.isNaN(other));

/** Move a node of finite data by an h that is not lost. */
export function nudge(place: Place, h: number, method: Method): Moved {
  const { flat, data, node, grad } = place;
  const x = data[node] as number;
  const order = dependents(flat, node);
  const at = outputOf(place);
  const moved = data.slice();
  hold(flat, moved, node, x + h, order);
  return {
    quotient: compare(grad, quotientOf(at, x, h, method), h),
    before: data[flat.size - 1] as number,
    above: moved[flat.size - 1] as number,
    below: method === "central" ? at(x - h) : null,
    data: moved,
    changed: [node, ...order].filter((each) => !isSame(moved[each] as number, data[each] as number)),
    kinks: kinks(flat, data, node, method === "central" ? x - h : x, x + h),
  };
}

/** The quotient and its errors for each h; a step that is lost in rounding has a quotient of 0. */
export function errorCurve(place: Place, method: Method): Quotient[] {
  const x = place.data[place.node] as number;
  const at = outputOf(place);
  return STEPS.map((h) => compare(place.grad, quotientOf(at, x, h, method), h));
}
