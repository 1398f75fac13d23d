/** Checks of an assignment: sentences that a person can read in the link, and how a graph is judged by them. Pure. */
import { short } from "../format";
import type { GraphDocument } from "../wire/types";

export interface Check {
  /** As it was written: "grad a is 6". */
  readonly text: string;
  readonly of: "data" | "grad" | "class";
  readonly name: string;
  readonly how: "is" | "below" | "above" | "agrees";
  readonly number: number;
}

export interface Judged {
  readonly check: Check;
  readonly isRight: boolean;
  /** What was found: "grad a is −3". */
  readonly found: string;
}

/** "is" allows for rounding: a thousandth of the number, or of 1. */
const SHARE = 1e-3;

const NUMBER = /^(data|grad) ([A-Za-z_]\w{0,63}) (is|below|above) (-?\d+(?:\.\d+)?(?:e-?\d+)?)$/;

/** The check that a line says, or null. */
export function readCheck(line: string): Check | null {
  const text = line.trim().replace(/\s+/g, " ").replaceAll("−", "-");
  if (text === "class agrees") return { text, of: "class", name: "", how: "agrees", number: 0 };
  const [, of, name, how, number] = NUMBER.exec(text) ?? [];
  if (of === undefined || name === undefined || how === undefined || number === undefined) return null;
  return { text, of: of as "data" | "grad", name, how: how as "is", number: Number(number) };
}

/** Every line that says something: its check, or null where it says none. */
export const readChecks = (text: string): { readonly line: string; readonly check: Check | null }[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ line: line.trim(), check: readCheck(line) }));

function holds({ how, number }: Check, value: number): boolean {
  if (how === "below") return value < number;
  if (how === "above") return value > number;
  return Math.abs(value - number) <= SHARE * Math.max(1, Math.abs(number));
}

/** One check of a program's graph; a program that does not run has none. */
export function judge(check: Check, doc: GraphDocument | null): Judged {
  const miss = (found: string): Judged => ({ check, isRight: false, found });
  if (doc === null) return miss("the program does not run");
  if (check.of === "class") {
    const own = doc.own_engine;
    if (own === null) return miss("the program has no class of its own");
    return own.agrees
      ? { check, isRight: true, found: `${own.class} agrees with calculus` }
      : miss(own.findings[0]?.message ?? "the class differs from calculus");
  }
  const node = doc.nodes.findLast((each) => each.label === check.name);
  if (node === undefined) return miss(`there is no value named ${check.name}`);
  const value = check.of === "grad" ? node.grad : node.data;
  return { check, isRight: holds(check, value), found: `${check.of} ${check.name} is ${short(value, 5)}` };
}
