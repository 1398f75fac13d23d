/** Numbers as Python writes them, and what the engine says of numbers that are not finite. Pure. */
import type { GraphDocument, GraphNode, Notice } from "../wire/types";

const special = (x: number): string | null =>
  Number.isNaN(x)
    ? "nan"
    : x === Number.POSITIVE_INFINITY
      ? "inf"
      : x === Number.NEGATIVE_INFINITY
        ? "-inf"
        : null;

/** An exponent as Python has it: at least two digits. */
const padded = (text: string): string => text.replace(/e([+-])(\d)$/, "e$10$2");

/** Python's repr of a float: the shortest digits that are this number, with an exponent from 1e16 on and below 1e-4. */
export function repr(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return padded(x.toExponential());
  const text = Object.is(x, -0) ? "-0" : String(x);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Python's `.6g`, or with another count of digits. */
function digitsOf(x: number, count: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = x.toExponential(count - 1).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= count) return padded(`${Number(digits)}e${exponent}`);
  return String(Number(x.toPrecision(count)));
}

const sixDigits = (x: number): string => digitsOf(x, 6);

/** Python's `.2g`. */
export const twoDigits = (x: number): string => digitsOf(x, 2);

const called = ({ label, id, op }: GraphNode): string =>
  label === "" ? `${id} (${op})` : `\`${label}\` (${id}, ${op})`;

/** Why an op of finite inputs gave what is not finite. */
function why(op: string, inputs: readonly number[], result: number): string {
  const [first = 0, last = 0] = [inputs[0], inputs.at(-1)];
  if (op === "div" && last === 0) return "it divides by 0";
  if (op === "pow" && first === 0 && last < 0) return `0 to the power ${sixDigits(last)} divides by 0`;
  if ((op === "log" || op === "log1p") && !Number.isNaN(result))
    return `${op} of ${sixDigits(first)} has no finite value`;
  if (!Number.isNaN(result)) return "the result is too large for a float";
  const what =
    op === "pow" ? `(${sixDigits(first)}) to the power ${sixDigits(last)}` : `${op} of ${sixDigits(first)}`;
  return `${what} is not a real number`;
}

const at = (node: GraphNode, code: string, message: string): Notice => ({
  code,
  message,
  line: node.line,
  column: null,
  file: null,
  node: node.id,
});

/** The notices of a document, those of its numbers made again: the first value that is not finite, and the first grad. */
export function noticesOf(doc: GraphDocument, nodes: readonly GraphNode[], isPassed: boolean): Notice[] {
  const found = doc.notices.filter(({ code }) => code !== "non-finite" && code !== "non-finite-grad");
  const first = nodes.find((node) => !Number.isFinite(node.data));
  if (first !== undefined) {
    const inputs = first.inputs.map(({ node }) => nodes[Number(node.slice(1))]?.data ?? Number.NaN);
    const because =
      inputs.length > 0 && inputs.every(Number.isFinite) ? `: ${why(first.op, inputs, first.data)}` : "";
    found.push(at(first, "non-finite", `${called(first)} is ${repr(first.data)}${because}.`));
  }
  const last = isPassed ? nodes.findLast((node) => !Number.isFinite(node.grad)) : undefined;
  if (last !== undefined)
    found.push(at(last, "non-finite-grad", `The grad of ${called(last)} is ${repr(last.grad)}.`));
  return found;
}
