/**
 * Queries and what they find among the nodes of a document, by the rules of the server's search (engine/search): shared
 * cases hold the two equal. Lists and calls are the server's alone. Pure.
 */
import { opEntry } from "../wire/boot";
import { isId, position } from "../wire/ids";
import type { GraphDocument, GraphNode } from "../wire/types";

interface Comparison {
  readonly field: "data" | "grad";
  readonly holds: (number: number) => boolean;
}

export interface Query {
  readonly words: readonly string[];
  readonly ops: readonly string[];
  readonly lines: readonly number[];
  readonly comparisons: readonly Comparison[];
  readonly nonFinite: readonly string[];
}

/** Why a query cannot be read. */
export interface Fault {
  readonly fault: string;
}

const SIGNS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  "=": (one, other) => one === other,
  ">=": (one, other) => one >= other,
  ">": (one, other) => one > other,
};
const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity)$/i;

const isOp = (name: string): boolean =>
  name === "leaf" || name === "constant" || name === "custom" || opEntry(name) !== undefined;

function readNumber(before: string, text: string): number | Fault {
  if (text === "") return { fault: `A number is missing after \`${before}\`.` };
  if (!NUMBER.test(text)) return { fault: `\`${text}\` is not a number.` };
  return Number(text.replace(/inf(inity)?$/i, "Infinity"));
}

/** The query that a string holds, or why it holds none. */
export function readQuery(text: string): Query | Fault {
  const words: string[] = [];
  const ops: string[] = [];
  const lines: number[] = [];
  const comparisons: Comparison[] = [];
  const nonFinite: string[] = [];
  for (const typed of text.split(/\s+/).filter((part) => part !== "")) {
    const token = typed.replaceAll("≤", "<=").replaceAll("≥", ">=").replaceAll("−", "-");
    const lower = token.toLowerCase();
    const compared = /^(data|grad)(<=|>=|<|>|=)(.*)$/i.exec(token);
    if (compared !== null) {
      const [, field = "", sign = "", rest = ""] = compared;
      const number = readNumber(field + sign, rest);
      if (typeof number !== "number") return number;
      comparisons.push({
        field: field.toLowerCase() as Comparison["field"],
        holds: (own) => SIGNS[sign]?.(own, number) === true,
      });
    } else if (lower.startsWith("op:")) {
      const name = lower.slice(3);
      if (name === "") return { fault: "The name of an op is missing after `op:`." };
      if (!isOp(name)) return { fault: `There is no op \`${name}\`.` };
      ops.push(name);
    } else if (lower.startsWith("line:")) {
      const line = lower.slice(5);
      if (line === "") return { fault: "A line is missing after `line:`." };
      if (!/^\d{1,9}$/.test(line) || Number(line) === 0) return { fault: `\`${line}\` is not a line.` };
      lines.push(Number(line));
    } else if (lower === "nan" || lower === "inf") nonFinite.push(lower);
    else words.push(lower);
  }
  return { words, ops, lines, comparisons, nonFinite };
}

const has = (node: GraphNode): boolean => node.grad_state !== "none";

/** Whether every condition holds that is not a word. */
function meets(node: GraphNode, { ops, lines, comparisons, nonFinite }: Query): boolean {
  const is = { nan: Number.isNaN, inf: (x: number) => Math.abs(x) === Number.POSITIVE_INFINITY };
  const line = node.file === null ? node.line : null;
  return (
    ops.every((op) => node.op === op) &&
    lines.every((each) => line === each) &&
    comparisons.every(({ field, holds }) => (field === "data" || has(node)) && holds(node[field])) &&
    nonFinite.every((which) => {
      const test = is[which as keyof typeof is];
      return test(node.data) || (has(node) && test(node.grad));
    })
  );
}

function isOwn(node: GraphNode, word: string): boolean {
  return node.label.toLowerCase().includes(word) || (isOp(word) && node.op === word) || node.id === word;
}

function holds(node: GraphNode, query: Query): boolean {
  const { words, ops } = query;
  const asksConstants = words.includes("constant") || ops.includes("constant");
  if (node.op === "constant" && !asksConstants) return false;
  const group = node.group.toLowerCase();
  return (
    (words.length === 0 || words.some((word) => isOwn(node, word))) &&
    words.every((word) => isOwn(node, word) || group.includes(word)) &&
    meets(node, query)
  );
}

/** The nodes that a query finds; those that are called exactly so first. */
export function findValues(nodes: readonly GraphNode[], query: Query): GraphNode[] {
  const found = nodes.filter((node) => holds(node, query));
  const exact = (node: GraphNode): boolean =>
    query.words.some((word) => node.label.toLowerCase() === word || (isId(word) && node.id === word));
  return [...found.filter(exact), ...found.filter((node) => !exact(node))];
}

/** The lines of the program that a query finds, from 1. */
export function findLines(doc: GraphDocument, query: Query): number[] {
  const texts = doc.source.split("\n");
  const { words, ops, comparisons, nonFinite } = query;
  const lines =
    words.length === 0
      ? [...new Set(query.lines)].filter((line) => line <= texts.length)
      : texts.flatMap((text, index) => {
          const isIt = words.every((word) => text.toLowerCase().includes(word));
          return isIt && query.lines.every((line) => line === index + 1) ? [index + 1] : [];
        });
  if (ops.length + comparisons.length + nonFinite.length === 0) return lines;
  const meeting = new Set(doc.nodes.filter((node) => meets(node, query)).map((node) => node.line));
  return lines.filter((line) => meeting.has(line));
}

/** The nodes that a line of the program made. */
export const nodesOf = (doc: GraphDocument, line: number): number[] =>
  doc.nodes.filter((node) => node.file === null && node.line === line).map((node) => position(node.id));
