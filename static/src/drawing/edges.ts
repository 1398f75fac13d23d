/** The state of each edge of a drawing: passed, fed, on a path, and the one that a step uses. */

import { frameState } from "../compute/grads";
import { position } from "../wire/ids";
import type { GraphDocument, GraphNode } from "../wire/types";
import { setEdgeLabel } from "./edge-label";
import type { Moment } from "./moment";
import type { Drawing, Edge } from "./picture";

/** The classes for the state of an edge, one bit each. */
const EDGE = ["is-done", "is-fed", "is-feeding", "is-path", "is-dim", "is-active"] as const;
export const bit = (is: boolean, name: (typeof EDGE)[number]): number => (is ? 1 << EDGE.indexOf(name) : 0);

const isShown = (node: GraphNode | undefined): boolean =>
  node?.grad_state === "fresh" || node?.grad_state === "accumulated" || node?.grad_state === "assigned";

/** Whether the grads of a graph that is sent as numbers belong to its data. */
const isLive = (doc: GraphDocument): boolean =>
  doc.frame !== null && !["none", "stale"].includes(frameState(doc.frame));

export function patchEdges(drawing: Drawing, moment: Moment): void {
  const { path, nodes } = moment;
  const done = new Set(moment.done);
  const active = moment.local === null ? null : moment.done.at(-1);
  const isStepping = moment.done.length > 0 || moment.active !== null;
  const isForward = moment.pass === "forward";
  const isGraded = nodes.length === 0 && isLive(moment.doc);
  let activeEdge: SVGGElement | null = null;
  for (const edge of drawing.edges) {
    const { element, target, slot, key, at } = edge;
    if (drawing.isBoxed && edge.ends !== null) continue;
    const source = moment.doc.nodes[at]?.inputs[Number(slot)]?.node ?? "";
    const isPassed = isStepping
      ? done.has(key)
      : isGraded || (isShown(nodes[at]) && isShown(nodes[position(source)]));
    // Without a list a step: hundreds of edges make a lot of them, and somebody has to sweep them up.
    const bits =
      bit(!isForward && isPassed, "is-done") |
      bit(isForward && nodes[at]?.hidden !== "data", "is-fed") |
      bit(isForward && target === moment.active, "is-feeding") |
      bit(path?.edges.has(key) === true, "is-path") |
      bit(path !== null && !path.edges.has(key), "is-dim") |
      bit(key === active, "is-active");
    if (key === active) activeEdge = element;
    patchEdge(edge, bits);
  }
  setEdgeLabel(drawing, activeEdge, moment.local?.name ?? "", moment.local?.value ?? 0, moment.local?.theirs);
}

/** Writing a class makes the browser look again at what it styles, so only those that change are written. */
export function patchEdge(edge: Edge, bits: number): void {
  if (edge.drawn === bits) return;
  const { element } = edge;
  edge.drawn = bits;
  for (const [bit, name] of EDGE.entries()) {
    const is = (bits & (1 << bit)) !== 0;
    if (name !== "is-active" && element.classList.contains(name) !== is) element.classList.toggle(name, is);
  }
  setActive(element, (bits & bit(true, "is-active")) !== 0);
}

export function setActive(edge: SVGGElement, isActive: boolean): void {
  if (edge.classList.contains("is-active") === isActive) return;
  edge.classList.toggle("is-active", isActive);
  if (!isActive) {
    edge.querySelector(":scope > .flow")?.remove();
    return;
  }
  const line = edge.querySelector(":scope > .line");
  const flow = line?.cloneNode() as SVGPathElement | undefined;
  flow?.setAttribute("class", "flow");
  if (flow !== undefined) line?.after(flow);
}
