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

export function Formula(props: {
  readonly style?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <math class={props.style} display="block">
      <mrow>{props.children}</mrow>
    </math>
  );
}

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

/** Children with a sign between them. */
export function Between({ sign, terms }: { sign: string; terms: readonly JSX.Element[] }): JSX.Element {
  return (
    <>
      {terms.map((term, index) => (
        <Fragment key={`${index}`}>
          {index > 0 && <mo>{sign}</mo>}
          {term}
        </Fragment>
      ))}
    </>
  );
}

/** An op over its arguments: a fraction, a power, a root, a sign between them, or a function's name. */
export function Applied({ op, terms }: { op: string; terms: readonly JSX.Element[] }): JSX.Element {
  const [first, second] = terms;
  const shown = terms.length <= TERMS ? terms : [...terms.slice(0, TERMS - 1), <mo key="more">…</mo>];
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
  if (op === "sum") return <Between sign="+" terms={shown} />;
  if (["add", "sub", "mul"].includes(op)) return <Between sign={symbol(op)} terms={shown} />;
  return (
    <mrow>
      <mi>{symbol(op)}</mi>
      <mo>(</mo>
      <Between sign="," terms={shown} />
      <mo>)</mo>
    </mrow>
  );
}
