/** What is said of a program's own engine. Pure. */
import { counted } from "../../format";
import type { Finding, Operation, OwnEngine } from "../../wire/types";

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

/** The quiet state: nothing is wrong. */
export const agreement = (engine: OwnEngine): string =>
  `Your \`${engine.class}\`: ${counted(engine.checked, "use")} of the chain rule compared, all right.`;

/** Operations that the class has, with what is wrong of one of their halves. */
export const written = ({ operations }: OwnEngine): readonly Operation[] =>
  operations.filter(({ forward }) => forward !== "missing");

export function verdictWords(operation: Operation, half: "forward" | "derivative"): string {
  const verdict = operation[half];
  if (verdict === "missing") return "not written";
  if (verdict === "right") return "right";
  if (operation.through !== null) return `wrong, through ${operation.through}`;
  return half === "derivative" ? `${operation.wrong} of ${operation.cases} wrong` : "wrong";
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
