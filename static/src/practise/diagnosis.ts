/**
 * What went wrong in a wrong answer, found by computing the usual wrong answers from the steps of the pass and
 * comparing, in the order of this list. A missing factor of 1 cannot be noticed.
 */
import { agrees, type Question, type Share } from "./quiz";

export type Diagnosis =
  /** The upstream grad alone: the local derivative was forgotten, in one use or in all. */
  | { readonly kind: "forgot-partial"; readonly shares: readonly Share[] }
  /** The local derivative alone: the upstream grad was forgotten. */
  | { readonly kind: "forgot-upstream"; readonly shares: readonly Share[] }
  | { readonly kind: "sign" }
  /** Some uses and not all of them. */
  | { readonly kind: "forgot-use"; readonly has: readonly Share[]; readonly misses: readonly Share[] }
  /** The contributions multiplied with each other, where they add up. */
  | { readonly kind: "multiplied" }
  /** Upstream and local derivative added, where they are multiplied. */
  | { readonly kind: "added" }
  | { readonly kind: "unknown" };

/** More uses than this have too many ways to be left out to try them all. */
const SUBSETS = 10;

const total = (shares: readonly Share[], part: (share: Share) => number): number =>
  shares.reduce((sum, share) => sum + part(share), 0);

/** The uses for which `part` alone gives the answer: one of them, or all together. */
function alone(question: Question, answer: number, part: (share: Share) => number): readonly Share[] | null {
  const { shares } = question;
  const counts = (share: Share): boolean => !agrees(part(share), share.contribution);
  if (shares.some(counts) && agrees(answer, total(shares, part))) return shares;
  const one = shares.find((share) => counts(share) && agrees(answer, part(share)));
  return one === undefined ? null : [one];
}

/** The uses whose contributions make up the answer while others are missing; fewest missing first. */
function partOf(shares: readonly Share[], answer: number): readonly Share[] | null {
  if (shares.length < 2) return null;
  const isIt = (some: readonly Share[]): boolean =>
    agrees(
      answer,
      total(some, (share) => share.contribution),
    );
  if (shares.length > SUBSETS) {
    const without = shares.map((left) => shares.filter((share) => share !== left));
    return [...without, ...shares.map((share) => [share])].find(isIt) ?? null;
  }
  const subsets = Array.from({ length: 2 ** shares.length - 2 }, (_, index) =>
    shares.filter((_share, bit) => ((index + 1) >> bit) & 1),
  );
  subsets.sort((one, other) => other.length - one.length);
  return subsets.find(isIt) ?? null;
}

/** Name what is missing in an answer that is not right. */
export function diagnose(question: Question, answer: number): Diagnosis {
  const { shares, grad } = question;
  const upstream = alone(question, answer, (share) => share.upstream);
  if (upstream !== null) return { kind: "forgot-partial", shares: upstream };
  const local = alone(question, answer, (share) => share.partial);
  if (local !== null) return { kind: "forgot-upstream", shares: local };
  if (grad !== 0 && agrees(answer, -grad)) return { kind: "sign" };
  const has = partOf(shares, answer);
  if (has !== null)
    return { kind: "forgot-use", has, misses: shares.filter((share) => !has.includes(share)) };
  const product = shares.reduce((all, share) => all * share.contribution, 1);
  if (shares.length > 1 && agrees(answer, product)) return { kind: "multiplied" };
  if (
    agrees(
      answer,
      total(shares, (share) => share.upstream + share.partial),
    )
  )
    return { kind: "added" };
  return { kind: "unknown" };
}

/** The diagnosis in two words, for the list of answers. */
export function inShort(found: Diagnosis): string {
  switch (found.kind) {
    case "forgot-partial":
    case "forgot-upstream":
      return "factor missing";
    case "sign":
      return "wrong sign";
    case "forgot-use":
      return "a use missing";
    case "multiplied":
      return "multiplied";
    case "added":
      return "added";
    case "unknown":
      return "not yet";
  }
}
