/** What a value is called and what it was made from, in the words of the drawing. */

import { count, short } from "../format";
import { opEntry } from "../wire/boot";
import { position } from "../wire/ids";
import type { GraphDocument, GraphNode } from "../wire/types";
import { knownNode } from "./known";

export const symbol = (op: string): string => opEntry(op)?.symbol || op;

/** The name of a node's op; one that the catalogue does not have is called what the program calls it. */
export const opName = ({ op, symbol: own }: GraphNode): string => (op === "custom" ? own || op : op);

/** The rule that an op follows in one slot; an op of any arity has one rule for all of them. */
export function rule(op: string, slot: number): string | null {
  const rules = opEntry(op)?.rules ?? [];
  return rules[slot] ?? rules[0] ?? null;
}

export function find(doc: GraphDocument | null, id: string | null): GraphNode | null {
  if (doc === null || id === null) return null;
  return doc.nodes[position(id)] ?? knownNode(doc, id);
}

/** The text of the program, or of one of its files. */
export const textOf = (doc: GraphDocument, file: string | null = null): string | undefined =>
  file === null ? doc.source : doc.files?.[file];

/** Label, numbered where a loop gave it to several; else a constant's number, its place in a list, or the id. */
export function name(node: GraphNode): string {
  return (
    (node.title ?? node.label) || (node.op === "constant" ? short(node.data) : (node.element ?? node.id))
  );
}

/** What the node of an id is called; of a graph that is sent as numbers only its output has a name. */
export function called(doc: GraphDocument | null, id: string | null): string {
  const node = find(doc, id);
  if (node !== null) return name(node);
  return (id !== null && id === doc?.output ? doc.output_name : null) ?? id ?? "";
}

/** The name that `values` and `grads` use, with its group. */
export const fullName = (node: GraphNode): string =>
  node.name ?? (node.group === "" ? name(node) : `${node.group}/${name(node)}`);

/** A scope's path as it is said: `for pos[1]/gpt[0]/head[2]` is "pos 2 / gpt / head 3". */
export const placeName = (path: string): string =>
  path
    .split("/")
    .map((part) => {
      const [, name = part, number = "0"] = /^(?:for )?(.*?)(?:\[(\d+)\])?$/.exec(part) ?? [];
      return Number(number) > 0 ? `${name} ${Number(number) + 1}` : name;
    })
    .join(" / ");

const LISTED = 4;

/** The op written out over the inputs' names, as on the card: "a × b", "tanh n", "log −1". */
export function origin(doc: GraphDocument, node: GraphNode): string {
  const names = node.inputs.map(({ node: id }) => {
    const input = find(doc, id);
    return input === null ? id : name(input);
  });
  return spell(opName(node), names, node.arity);
}

/** An op written out over words for its inputs. */
export function spell(op: string, words: readonly string[], arity = words.length): string {
  const sign = symbol(op);
  if (op === "sum") return arity <= LISTED ? words.join(" + ") : `sum of ${count(arity)}`;
  if (words.length === 1) return sign === "−" ? `−${words[0]}` : `${sign} ${words[0]}`;
  return /^[a-z]/i.test(sign) ? `${sign}(${words.join(", ")})` : words.join(` ${sign} `);
}

/** "first input", "second input", … */
export function ordinal(slot: number): string {
  return ["first", "second", "third", "fourth", "fifth"][slot] ?? `${slot + 1}th`;
}
