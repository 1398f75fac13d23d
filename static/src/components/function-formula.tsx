/** A small graph as the formula that it computes: f(x) = 3x² − 4x + 5. */
import type { JSX } from "preact";
import { find, symbol } from "../compute/naming";
import { short } from "../format";
import type { GraphDocument } from "../wire/types";

/** A formula with more pieces than this is not readable. */
const MOST = 24;
const SUM = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;

interface Term {
  readonly face: JSX.Element;
  /** How tightly it holds together. */
  readonly rank: number;
  readonly isNumber?: boolean;
  /** It begins with a digit or a sign, and cannot follow a number without a times sign. */
  readonly isOpen?: boolean;
}

class TooLong extends Error {}

const bracketed = (term: Term, least: number): JSX.Element =>
  term.rank >= least ? (
    term.face
  ) : (
    <mrow>
      <mo>(</mo>
      {term.face}
      <mo>)</mo>
    </mrow>
  );

function joined(left: JSX.Element, sign: string, right: JSX.Element, rank: number): Term {
  const face = (
    <mrow>
      {left}
      <mo>{sign}</mo>
      {right}
    </mrow>
  );
  return { face, rank, isOpen: true };
}

function product(left: Term, right: Term): Term {
  const [a, b] = [bracketed(left, PRODUCT), bracketed(right, POWER)];
  const isClose = left.isNumber === true && right.isNumber !== true && right.isOpen !== true;
  const face = (
    <mrow>
      {a}
      {isClose ? null : <mo>·</mo>}
      {b}
    </mrow>
  );
  return { face, rank: PRODUCT, isOpen: left.isNumber === true };
}

function called(op: string, inputs: readonly Term[]): Term {
  const [first] = inputs;
  if (first !== undefined && op === "sqrt") return { face: <msqrt>{first.face}</msqrt>, rank: ATOM };
  const [open, close] = op === "abs" ? ["|", "|"] : ["(", ")"];
  const face = (
    <mrow>
      {op !== "abs" && <mi>{symbol(op)}</mi>}
      <mo>{open}</mo>
      {inputs.map((input, index) => (
        <mrow key={index}>
          {index > 0 && <mo>,</mo>}
          {input.face}
        </mrow>
      ))}
      <mo>{close}</mo>
    </mrow>
  );
  return { face, rank: ATOM };
}

function made(op: string, inputs: readonly Term[]): Term {
  const [a, b] = inputs;
  if (a === undefined) throw new TooLong();
  if (op === "neg")
    return {
      face: (
        <mrow>
          <mo>−</mo>
          {bracketed(a, PRODUCT)}
        </mrow>
      ),
      rank: SUM,
      isOpen: true,
    };
  if (op === "sum")
    return inputs.slice(1).reduce((sum, each) => joined(sum.face, "+", bracketed(each, SUM), SUM), a);
  if (b === undefined) return called(op, inputs);
  if (op === "add") return joined(a.face, "+", bracketed(b, PRODUCT), SUM);
  if (op === "sub") return joined(a.face, "−", bracketed(b, PRODUCT), SUM);
  if (op === "mul") return product(a, b);
  if (op === "div")
    return {
      face: (
        <mfrac>
          {a.face}
          {b.face}
        </mfrac>
      ),
      rank: POWER,
      isOpen: true,
    };
  if (op === "pow")
    return {
      face: (
        <msup>
          {bracketed(a, ATOM)}
          {b.face}
        </msup>
      ),
      rank: POWER,
      ...(a.isNumber === true ? { isOpen: true } : {}),
    };
  return called(op, inputs);
}

/** The formula of the output over its leaves, or null if it is too long to be one. */
export function formula(doc: GraphDocument): JSX.Element | null {
  let left = MOST;
  const term = (id: string): Term => {
    const node = find(doc, id);
    left -= 1;
    if (node === null || left < 0) throw new TooLong();
    if (node.op === "leaf") return { face: <mi>{node.label || node.id}</mi>, rank: ATOM };
    if (node.op === "constant") {
      const text = short(node.data);
      return { face: <mn>{text}</mn>, rank: node.data < 0 ? SUM : ATOM, isNumber: true };
    }
    return made(
      node.op,
      node.inputs.map((input) => term(input.node)),
    );
  };
  try {
    return doc.output === null ? null : term(doc.output).face;
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}
