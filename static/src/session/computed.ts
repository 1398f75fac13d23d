/** Forward and backward passes of the shown graph: in the page where it can compute them, else by the server. */
import { flatGraph, forwarded, passed } from "../compute/answers";
import * as api from "../wire/calls";
import type { GraphDocument } from "../wire/types";

/** A pass that is wanted: of which graph, with which numbers. */
interface Wanted {
  readonly shown: GraphDocument;
  readonly sent: api.Program;
  readonly signal: AbortSignal;
}

/** Data without grads. */
export async function forwardOf({ shown, sent, signal }: Wanted): Promise<GraphDocument> {
  const flat = flatGraph(shown);
  return flat === null ? api.forward(sent, ["nodes"], signal) : forwarded(shown, flat, sent.values);
}

/** So many passes, none of them zeroed. */
export async function passesOf(
  { shown, sent, signal }: Wanted,
  passes: number,
  steps = false,
): Promise<GraphDocument> {
  const flat = flatGraph(shown);
  if (flat !== null) return passed(shown, flat, sent.values, { passes, steps });
  return api.backward(sent, passes, steps ? ["nodes", "trace"] : ["nodes"], signal);
}

/** One fresh pass; of a program's own engine the one that it ran. */
export async function passOf(wanted: Wanted, steps: boolean): Promise<GraphDocument> {
  const { shown, sent, signal } = wanted;
  if (shown.own_engine === null) return passesOf(wanted, 1, steps);
  return api.pass(sent, steps ? ["nodes", "trace"] : ["nodes"], signal, true);
}
