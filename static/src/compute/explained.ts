/** A node's nudge and its paths, as the server would answer them: computed in the page. Pure. */
import { idOf, position } from "../wire/ids";
import { Problem } from "../wire/problem";
import type { GraphDocument, Nudge, Path, Paths } from "../wire/types";
import { flatGraph, type Numbers, started } from "./answers";
import { backward, forward } from "./loops";
import { errorCurve, isLost, type Method, nudge, type Place } from "./nudge";
import { countPaths, routes } from "./paths";
import { repr, twoDigits } from "./python-text";

/** Larger graphs are explained once nothing has changed for a moment. */
const INSTANT = 300;

/** A graph is explained while its numbers move. */
export const canExplain = (doc: GraphDocument): boolean =>
  doc.nodes.length <= INSTANT && flatGraph(doc) !== null;

/** What is to be explained: a node of a graph with these numbers on its leaves. */
interface Wanted {
  readonly doc: GraphDocument;
  readonly node: string;
  readonly numbers: Numbers;
}

interface Ready extends Place {
  readonly grads: Float64Array;
}

/** A fresh pass over the graph; null where the page does not compute it. */
function ready({ doc, node: id, numbers }: Wanted): Ready | null {
  const flat = flatGraph(doc);
  const node = position(id);
  if (flat === null || !(node < flat.size)) return null;
  const [data, grads] = [started(doc, numbers), new Float64Array(flat.size)];
  forward(flat, data);
  backward(flat, data, grads);
  return { flat, data, grads, node, grad: grads[node] as number };
}

/** The distance from a number to the next larger one. */
function spacing(x: number): number {
  const double = new Float64Array([Math.abs(x)]);
  const bits = new BigInt64Array(double.buffer);
  bits[0] = (bits[0] as bigint) + 1n;
  return (double[0] as number) - Math.abs(x);
}

const refusal = (detail: string, hint: string): Problem =>
  new Problem("bad-nudge", 422, detail, hint, null, [], null, []);

/** Why a node cannot be nudged by this h; null where it can. */
function fault({ label, id }: { label: string; id: string }, x: number, h: number, method: Method) {
  if (!Number.isFinite(x))
    return refusal(
      `The data of \`${label || id}\` is ${repr(x)}, so it cannot be nudged.`,
      "A nudge needs a finite number to start from.",
    );
  if (!isLost(x, h, method)) return null;
  const apart = twoDigits(spacing(x));
  return refusal(
    `h = ${repr(h)} is lost beside ${repr(x)}: doubles are ${apart} apart there, so x + h is x again.`,
    `Take an h of ${apart} or more.`,
  );
}

/** The node moved by h, or why it cannot be; null where the page does not compute it. */
export function nudgeOf(
  wanted: Wanted,
  { h, method, curve }: { readonly h: number; readonly method: Method; readonly curve: boolean },
): Nudge | Problem | null {
  const place = ready(wanted);
  const shown = wanted.doc.nodes[position(wanted.node)];
  const { structure } = wanted.doc;
  if (place === null || shown === undefined || structure === null) return null;
  const x = place.data[place.node] as number;
  const found = fault(shown, x, h, method);
  if (found !== null) return found;
  const { quotient, before, above, below, data, changed, kinks } = nudge(place, h, method);
  const bent = (at: number, where: "point" | "interval") => ({
    node: idOf(at),
    op: wanted.doc.nodes[at]?.op ?? "",
    where,
  });
  return {
    node: wanted.node,
    x,
    method,
    ...quotient,
    grad: place.grad,
    kink: kinks.at.length + kinks.between.length > 0,
    kinks: [
      ...kinks.at.map((at) => bent(at, "point")),
      ...kinks.between.filter((at) => !kinks.at.includes(at)).map((at) => bent(at, "interval")),
    ],
    slopes: { left: kinks.left, right: kinks.right },
    before,
    above,
    below,
    changed: changed.map(idOf),
    frame: { structure, data: [...data], grad: [...place.grads] },
    curve: curve ? errorCurve(place, method) : [],
  };
}

/** The paths from the node to the output, so many of them listed; null where the page does not compute them. */
export function pathsOf(wanted: Wanted, limit: number): Paths | null {
  const place = ready(wanted);
  if (place === null) return null;
  const { flat, data, node, grad } = place;
  const count = countPaths(flat, node);
  const paths = routes(flat, data, node, limit).map(
    ({ nodes, slots, partials, product }): Path => ({
      nodes: nodes.map(idOf),
      slots: [...slots],
      partials: [...partials],
      product,
    }),
  );
  return {
    node: wanted.node,
    output: idOf(flat.size - 1),
    grad,
    count: count !== null && count <= Number.MAX_SAFE_INTEGER ? Number(count) : count,
    paths,
    complete: count !== null && BigInt(paths.length) === count,
    sum: paths.reduce((sum, { product }) => sum + product, 0),
  };
}
