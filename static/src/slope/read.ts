/** Reading a program: its leaves, which of them varies, and where it is looked at. */

import { batch } from "@preact/signals";
import { DROPPED, Latest as Lane } from "../session/latest";
import { evaluate } from "../wire/calls";
import { isId } from "../wire/ids";
import { Offline, Problem } from "../wire/problem";
import type { GraphDocument, GraphNode } from "../wire/types";
import type { Choice } from "./choices";
import { session } from "./session";
import { around, curve, doc, h, held, leaf, most, nameOf, probe, problem, range, source, x } from "./state";

const texts = new Lane(250);

/** Names that the program leaves free are given a number each, as many times as it names new ones. */
async function evaluated(
  text: string,
  given: Readonly<Record<string, number>>,
  abort: AbortSignal,
): Promise<{ answer: GraphDocument; values: Record<string, number> }> {
  const values = { ...given };
  for (;;) {
    try {
      return { answer: await evaluate({ source: text, values }, "fresh", ["nodes"], abort), values };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "unknown-name" || error.names.length === 0)
        throw error;
      const fresh = error.names.filter((name) => !(name in values));
      if (fresh.length === 0 || !fresh.every((name) => isFree(text, name))) throw error;
      for (const name of fresh) values[name] = name === "x" ? x.peek() : 1;
    }
  }
}

/** A short lower-case name is a variable; a long one is more likely a slip of the pen. */
const isFree = (text: string, name: string): boolean =>
  /^[A-Za-z_]\w{0,7}$/.test(name) && !new RegExp(`\\b${name}\\s*\\(`).test(text);

/** Read a program: its leaves, which of them varies, and where it stands. */
export async function read(
  text: string,
  wanted: Partial<Choice> & { readonly keep?: boolean },
): Promise<void> {
  const given = { ...(wanted.x === undefined ? {} : { x: wanted.x }), ...wanted.values };
  try {
    const found = await texts.run((abort) => evaluated(text, usedIn(text, given), abort));
    if (found === DROPPED) return;
    session.connection.isBack();
    take(text, found.answer, found.values, wanted);
  } catch (error) {
    if (error instanceof Problem) problem.value = error;
    else if (error instanceof Offline) session.connection.isAway(() => void read(text, wanted));
    else throw error;
  }
}

/** Numbers of names that a text no longer speaks of are left out. */
const usedIn = (text: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const last = name.replace(/#\d+$/, "").split("/").at(-1) ?? name;
      return name.includes("/") || isId(name) || new RegExp(`\\b${escaped(last)}\\b`).test(text);
    }),
  );
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function take(
  text: string,
  answer: GraphDocument,
  values: Readonly<Record<string, number>>,
  wanted: Partial<Choice> & { readonly keep?: boolean },
): void {
  const all = answer.nodes.filter((node) => node.op === "leaf");
  const named = (name: string | undefined): GraphNode | undefined =>
    all.find((node) => nameOf(node) === name || node.id === name);
  const varies = named(wanted.leaf) ?? named(leaf.peek()) ?? named("x") ?? all[0];
  batch(() => {
    problem.value = null;
    source.value = text;
    doc.value = answer;
    if (varies === undefined) {
      curve.value = null;
      probe.value = null;
      return;
    }
    const isSame = wanted.keep === true && nameOf(varies) === leaf.value;
    leaf.value = nameOf(varies);
    held.value = { ...values, ...(isSame ? { [leaf.value]: x.value } : {}) };
    if (!isSame) {
      x.value = Number.isFinite(varies.data) ? varies.data : 0;
      range.value = around(x.value);
      h.value = Math.min(h.value, most.value);
    }
  });
}
