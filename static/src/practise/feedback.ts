/** A diagnosis as sentences and as boxes, one a factor. Pure; backticks mark names. */

import { name } from "../compute/naming";
import { short } from "../format";
import type { Diagnosis } from "./diagnosis";
import type { Question, Share } from "./quiz";

export interface Box {
  readonly title: string;
  /** Null for what is not revealed. */
  readonly value: string | null;
  readonly state: "have" | "gap" | "plain";
  /** The sign before the box. */
  readonly sign: "" | "×" | "+" | "=";
}

export interface Feedback {
  readonly title: string;
  readonly text: string;
  readonly boxes: readonly Box[];
}

const gradOf = (share: Share): string => `grad of ${name(share.from)}`;
const partialOf = (question: Question, share: Share): string =>
  `∂${name(share.from)}/∂${name(question.node)}`;

const result = (question: Question): Box => ({
  title: `grad of ${name(question.node)}`,
  value: null,
  state: "plain",
  sign: "=",
});

const signOf = (x: number): string => (x < 0 ? "negative" : x > 0 ? "positive" : "zero");
/** Uses that are drawn as boxes; more are named in the sentence. */
const DRAWN = 4;

/** "by `e` and by `d`"; of a value used twice by one node, the slot is named too. */
function by(shares: readonly Share[], all: readonly Share[]): string {
  const words = shares.slice(0, DRAWN).map((share) => {
    const isTwice = all.filter((other) => other.from === share.from).length > 1;
    return `by \`${name(share.from)}\`${isTwice ? ` as argument ${share.slot + 1}` : ""}`;
  });
  const more = shares.length - words.length;
  if (more > 0) words.push(`${more} more`);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const have = (title: string, value: number, sign: Box["sign"]): Box => ({
  title: `${title}, you have it`,
  value: short(value),
  state: "have",
  sign,
});
const gap = (title: string, sign: Box["sign"]): Box => ({
  title: `${title}, forgotten`,
  value: null,
  state: "gap",
  sign,
});

function oneFactor(
  question: Question,
  answer: number,
  shares: readonly Share[],
  kept: "upstream" | "partial",
) {
  const [share] = shares;
  if (share === undefined) return { title: "Not yet", text: "", boxes: [] };
  const isAll = shares.length > 1;
  const local = partialOf(question, share);
  const single = question.shares.length === 1;
  const boxes =
    kept === "partial"
      ? [gap(gradOf(share), ""), have(local, share.partial, "×")]
      : [have(gradOf(share), share.upstream, ""), gap(local, "×")];
  const what =
    kept === "partial"
      ? isAll
        ? "the local derivatives of all uses together. You forgot to multiply each by its upstream grad."
        : `${local}, the local derivative. You forgot to multiply by \`${gradOf(share)}\`.`
      : isAll
        ? "the upstream grads of all uses together. You forgot to multiply each by its local derivative."
        : `${gradOf(share)}, the upstream grad. You forgot to multiply by \`${local}\`, the local derivative.`;
  const others = single || isAll ? "" : ` \`${name(question.node)}\` is also used elsewhere.`;
  return {
    title: "Not yet: one factor is missing",
    text: `${short(answer)} is ${what}${others}`,
    boxes: isAll ? [] : single ? [...boxes, result(question)] : boxes,
  };
}

function signs(question: Question, answer: number): Feedback {
  const [share] = question.shares;
  const start = `${short(answer)} has the right size and the wrong sign.`;
  if (share === undefined || question.shares.length > 1)
    return { title: "Not yet: the sign is wrong", text: `${start} Look at the sign of each use.`, boxes: [] };
  const box = (title: string, value: number, sign: Box["sign"]): Box => ({
    title,
    value: signOf(value),
    state: "plain",
    sign,
  });
  return {
    title: "Not yet: the sign is wrong",
    text: `${start} Look at the signs of the two factors.`,
    boxes: [
      box(gradOf(share), share.upstream, ""),
      box(partialOf(question, share), share.partial, "×"),
      box(`grad of ${name(question.node)}`, question.grad, "="),
    ],
  };
}

function uses(question: Question, answer: number, has: readonly Share[], misses: readonly Share[]): Feedback {
  const { shares } = question;
  const boxes = shares.map((share, index): Box => {
    const title = `use ${by([share], shares).replaceAll("`", "")}`;
    const sign = index === 0 ? "" : "+";
    return has.includes(share) ? have(title, share.contribution, sign) : gap(title, sign);
  });
  const one = misses.length === 1;
  return {
    title: one ? "Not yet: one use is missing" : "Not yet: uses are missing",
    text: `${short(answer)} is the share of the use ${by(has, shares)}. \`${name(question.node)}\` is also used ${by(
      misses,
      shares,
    )}. The grad is the sum over all uses.`,
    boxes: shares.length > DRAWN ? [] : [...boxes, result(question)],
  };
}

/** What to say about a wrong answer: what it is, and what to do about it. It never tells the grad. */
export function feedback(question: Question, answer: number, found: Diagnosis): Feedback {
  const self = name(question.node);
  const [share] = question.shares;
  switch (found.kind) {
    case "forgot-partial":
      return oneFactor(question, answer, found.shares, "upstream");
    case "forgot-upstream":
      return oneFactor(question, answer, found.shares, "partial");
    case "sign":
      return signs(question, answer);
    case "forgot-use":
      return uses(question, answer, found.has, found.misses);
    case "multiplied":
      return {
        title: "Not yet: multiplied where it should add",
        text: `${short(answer)} is the product of the shares of all uses. \`${self}\` reaches the output on ${
          question.shares.length
        } ways: along a way factors are multiplied, over the ways they are added.`,
        boxes: [],
      };
    case "added":
      return {
        title: "Not yet: added where it should multiply",
        text: `${short(answer)} is upstream grad plus local derivative. Along one use they are multiplied; only different uses are added.`,
        boxes: [],
      };
    case "unknown":
      return {
        title: "Not yet",
        text:
          share === undefined || question.shares.length > 1
            ? `For each use of \`${self}\` multiply the upstream grad by the local derivative, then add over the ${question.shares.length} uses.`
            : `Multiply \`${gradOf(share)}\` by \`${partialOf(question, share)}\`, the local derivative.`,
        boxes: [],
      };
  }
}

/** What the hints have revealed so far: the local derivative of a use, then its upstream grad, use by use. */
export function hintsOf(question: Question, count: number): { text: string; tone: "local" | "grad" }[] {
  return question.shares
    .flatMap((share) => [
      {
        text: `${partialOf(question, share)} = ${short(share.partial)}${share.rule === null ? "" : `, by the rule ${share.rule}`}`,
        tone: "local" as const,
      },
      { text: `${gradOf(share)} = ${short(share.upstream)}`, tone: "grad" as const },
    ])
    .slice(0, count);
}
