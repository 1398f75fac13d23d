/** Pieces of formulas in MathML: names, numbers, derivatives, and an op written out. */
import type { ComponentChildren, JSX } from "preact";
import { Fragment } from "preact";
import { symbol } from "../compute/naming";
import { short } from "../format";

export type Tone = "data" | "grad";

const LONGEST = 14;
const TERMS = 4;

/** A name as long as a formula has room for. */
export const brief = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;

/** Parts of a formula in a row. It breaks between them where there is no room: before "=", and before "+" in a long sum. */
export function Formula(props: {
  readonly style?: string;
  readonly parts: readonly ComponentChildren[];
}): JSX.Element {
  return (
    <div class={props.style === undefined ? "parts" : `parts ${props.style}`}>
      {props.parts.map((part, index) => (
        <math key={`${index}`} display="block">
          <mrow>{part}</mrow>
        </math>
      ))}
    </div>
  );
}

/** The same room on both sides of a sign, even where a line begins with it. */
const INFIX = { form: "infix", lspace: "0.22em", rspace: "0.22em" } as const;

/** A sign between two terms. */
export const Sign = ({ of }: { of: string }): JSX.Element => <mo {...INFIX}>{of}</mo>;

/** Names, numbers and signs in a row. */
export function Tokens({ of }: { of: readonly string[] }): JSX.Element {
  return (
    <mrow>
      {of.map((token, index) => {
        const Kind = /^[\p{L}_]/u.test(token) ? "mi" : /^\d/.test(token) ? "mn" : "mo";
        return <Kind key={`${index}`}>{token}</Kind>;
      })}
    </mrow>
  );
}

/** ∂over/∂under */
export function Derivative(props: {
  readonly over: string;
  readonly under: string;
  readonly tone?: Tone;
}): JSX.Element {
  return (
    <mrow class={props.tone}>
      <mfrac>
        <mrow>
          <mo>∂</mo>
          <mi>{brief(props.over)}</mi>
        </mrow>
        <mrow>
          <mo>∂</mo>
          <mi>{brief(props.under)}</mi>
        </mrow>
      </mfrac>
    </mrow>
  );
}

/** A number; a negative one gets brackets unless it is bare. */
export function Amount(props: {
  readonly value: number;
  readonly tone?: Tone;
  readonly isBare?: boolean;
}): JSX.Element {
  const number = <mn>{short(props.value)}</mn>;
  if (props.value >= 0 || props.isBare === true) return <mrow class={props.tone}>{number}</mrow>;
  return (
    <mrow class={props.tone}>
      <mo>(</mo>
      {number}
      <mo>)</mo>
    </mrow>
  );
}

/** Terms with a sign before each but the first: a line may break before any of them. */
export const joined = (sign: string, terms: readonly JSX.Element[]): JSX.Element[] =>
  terms.map((term, index) =>
    index === 0 ? (
      term
    ) : (
      <>
        <Sign of={sign} />
        {term}
      </>
    ),
  );

/** Parts that follow an equals sign. */
export const equals = ([first, ...rest]: readonly JSX.Element[]): JSX.Element[] =>
  first === undefined
    ? []
    : [
        <>
          <mo>=</mo>
          {first}
        </>,
        ...rest,
      ];

/** The first terms of many, and that there are more. */
const few = (terms: readonly JSX.Element[]): readonly JSX.Element[] =>
  terms.length <= TERMS ? terms : [...terms.slice(0, TERMS - 1), <mo key="more">…</mo>];

/** An op over its arguments, in parts where it has signs in between. */
export function applied(op: string, terms: readonly JSX.Element[]): JSX.Element[] {
  if (op === "sum") return joined("+", few(terms));
  if (["add", "sub", "mul"].includes(op)) return joined(symbol(op), few(terms));
  return [<Applied key={op} op={op} terms={terms} />];
}

/** An op over its arguments: a fraction, a power, a root, or a function's name. */
function Applied({ op, terms }: { op: string; terms: readonly JSX.Element[] }): JSX.Element {
  const [first, second] = terms;
  if (op === "div") {
    return (
      <mfrac>
        <mrow>{first}</mrow>
        <mrow>{second}</mrow>
      </mfrac>
    );
  }
  if (op === "pow") {
    return (
      <msup>
        <mrow>{first}</mrow>
        <mrow>{second}</mrow>
      </msup>
    );
  }
  if (op === "sqrt") return <msqrt>{first}</msqrt>;
  if (op === "abs") {
    return (
      <mrow>
        <mo>|</mo>
        {first}
        <mo>|</mo>
      </mrow>
    );
  }
  if (op === "neg") {
    return (
      <mrow>
        <mo>−</mo>
        {first}
      </mrow>
    );
  }
  return (
    <mrow>
      <mi>{symbol(op)}</mi>
      <mo>(</mo>
      {few(terms).map((term, index) => (
        <Fragment key={`${index}`}>
          {index > 0 && <mo>,</mo>}
          {term}
        </Fragment>
      ))}
      <mo>)</mo>
    </mrow>
  );
}
