/** What is said of a program's own engine. Pure. */
import { counted, short } from "../../format";
import type { Bug, Finding, Operation, OwnEngine, Tried } from "../../wire/types";

/** Slopes are known to seven digits. */
const NEAR = 4e-6;

const LIKE: Readonly<Record<NonNullable<Finding["like"]>, readonly [title: string, rest: string]>> = {
  overwrites: ["Grads are overwritten", "overwrites instead of adding"],
  "plain-order": [
    "Grads are passed on too early",
    "visits a value before all its uses have added their share",
  ],
  "keeps-interior": ["Grads of an earlier pass are kept", "keeps the interior grads of an earlier pass"],
  "no-seed": ["The pass does not begin with 1", "does not set the grad of the output to 1"],
  "visits-twice": ["A value is visited twice", "visits a value more than once"],
  "zeroes-midway": ["Grads are set to 0 midway", "sets grads to 0 in the middle of the pass"],
};

/** What a finding comes to, in a few words. */
export function title({ like, op }: Finding): string {
  if (like !== null) return LIKE[like][0];
  return op === null ? "The backward pass is wrong" : "A derivative is wrong";
}

/** The known mistake whose numbers these are. */
export const likeness = ({ like }: Finding): string | null =>
  like !== null ? `These are exactly the grads of a backward that ${LIKE[like][1]}.` : null;

/** The switches of the bug lab that break a right pass in the same way. */
const BUGS: Readonly<Partial<Record<NonNullable<Finding["like"]>, Bug>>> = {
  overwrites: "assign",
  "plain-order": "depth_first",
  "keeps-interior": "zero_leaves_only",
};

/** The switch of the bug lab whose pass leaves these grads; null where it has none. */
export const bugOf = ({ like }: Finding): Bug | null => (like === null ? null : (BUGS[like] ?? null));

/** The quiet state: nothing is wrong. */
export const agreement = (engine: OwnEngine): string =>
  `Your \`${engine.class}\`: ${counted(engine.checked, "use")} of the chain rule compared, all right.`;

/** Operations that the class has. */
export const written = ({ operations }: OwnEngine): readonly Operation[] =>
  operations.filter(({ forward }) => forward !== "missing");

/** Operations that are wrong by a fault of their own. */
export const faulty = (engine: OwnEngine): readonly Operation[] =>
  written(engine).filter(
    ({ forward, derivative, through }) => through === null && (forward === "wrong" || derivative === "wrong"),
  );

/** "Not in your class: `2 - a`." */
export function absent({ operations }: OwnEngine): string | null {
  const names = operations.filter(({ forward }) => forward === "missing").map(({ op }) => `\`${op}\``);
  return names.length === 0 ? null : `Not in your class: ${names.join(", ")}.`;
}

/** What there is to look at, as a button says it. */
export function offer(engine: OwnEngine): string {
  const [findings, operations] = [engine.findings.length, faulty(engine).length];
  if (findings > 0) return findings === 1 ? "Show the finding" : `Show the ${findings} findings`;
  if (operations > 0) return operations === 1 ? "Show the operation" : `Show the ${operations} operations`;
  const all = written(engine).length;
  return all === 1 ? "Show its operation" : `Show the ${all} operations`;
}

/** What is wrong, in a few words. */
export function wrongWords(engine: OwnEngine, wrong: number, all: number): string {
  if (wrong > 0) return `${wrong} of ${all} grads wrong`;
  const operations = faulty(engine).length;
  if (engine.findings.length === 0 && operations > 0) return `${counted(operations, "operation")} wrong`;
  return counted(Math.max(1, engine.findings.length), "finding");
}

/** What the panel says where there is no finding. */
export const calm = (engine: OwnEngine): string =>
  faulty(engine).length === 0
    ? `Nothing is wrong. ${counted(engine.checked, "use")} of the chain rule compared.`
    : `The grads of this program are right: ${counted(engine.checked, "use")} of the chain rule compared. An operation that it does not use is wrong.`;

export function verdictWords(operation: Operation, half: "forward" | "derivative"): string {
  const verdict = operation[half];
  if (verdict === "missing") return "not written";
  if (verdict === "right") return "right";
  if (operation.through !== null) return `wrong, through ${operation.through}`;
  return half === "derivative" ? `${operation.wrong} of ${operation.cases} wrong` : "wrong";
}

/** The operation whose cases are shown: that of the finding, else the first that is wrong by its own fault. */
export function examined(engine: OwnEngine, finding: Finding | null): Operation | null {
  const shown = faulty(engine).filter(({ tried }) => tried.length > 0);
  return shown.find(({ method }) => method === finding?.method) ?? shown[0] ?? null;
}

const LEAF = /\b[abn]\b/g;

/** "a = 2, n = 3", by the names that the operation is written with. */
export function caseWords({ op }: Operation, { inputs }: Tried): string {
  const names = [...new Set(op.match(LEAF) ?? [])];
  return inputs.map((number, at) => `${names[at] ?? "x"} = ${short(number)}`).join(", ");
}

/** Numbers of a case beside each other; a grad for each leaf. */
export const numbersWords = (numbers: readonly number[] | null): string =>
  numbers === null ? "none" : numbers.map((number) => short(number)).join(", ");

/** Whether a case is wrong in one half. */
export function isWrongCase(tried: Tried, half: "forward" | "derivative"): boolean {
  const [theirs, right] =
    half === "forward" ? [[tried.data ?? NaN], [tried.want ?? NaN]] : [tried.grads ?? [], tried.slopes ?? []];
  return theirs.some((number, at) => {
    const want = right[at] ?? number;
    return !(Math.abs(number - want) <= NEAR * Math.max(1, Math.abs(want)));
  });
}

/** "Fails only because it uses `a ** n`." for those whose own code is not to blame. */
export function blameless({ operations }: OwnEngine): string | null {
  const shown = operations.filter(({ through }) => through !== null);
  const [first] = shown;
  if (first === undefined) return null;
  const causes = [...new Set(shown.map(({ through }) => `\`${through}\``))].join(" and ");
  const names = shown.map(({ op }) => `\`${op}\``).join(", ");
  return `${names}: wrong only because of ${causes}.`;
}
