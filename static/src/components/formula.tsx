/** A step as a formula, first in symbols and then in numbers. Made from the step and the op alone. */
import type { ComponentChildren, JSX } from "preact";
import { find, name, opName, symbol } from "../compute/naming";
import { short } from "../format";
import type { GraphDocument, GraphNode, Step } from "../wire/types";

const LISTED = 4;

function Partial({ over, under, tone }: { over: string; under: string; tone?: "grad" }): JSX.Element {
  return (
    <mfrac class={tone}>
      <mrow>
        <mo>∂</mo>
        <mi>{over}</mi>
      </mrow>
      <mrow>
        <mo>∂</mo>
        <mi>{under}</mi>
      </mrow>
    </mfrac>
  );
}

/** A number among operators: a negative one gets brackets. */
function Amount({ text, tone }: { text: string; tone?: "data" | "grad" }): JSX.Element {
  if (!text.startsWith("−")) return <mn class={tone}>{text}</mn>;
  return (
    <mrow class={tone}>
      <mo>(</mo>
      <mn>{text}</mn>
      <mo>)</mo>
    </mrow>
  );
}

/** An op over what stands for its inputs: a fraction, a power, a function, or signs in between. */
function applied(op: string, inputs: readonly JSX.Element[]): ComponentChildren {
  const sign = symbol(op);
  const [first, second] = inputs;
  if (op === "div" && inputs.length === 2) return <mfrac>{inputs}</mfrac>;
  if (op === "pow" && inputs.length === 2) {
    return (
      <msup>
        <mrow>{first}</mrow>
        <mrow>{second}</mrow>
      </msup>
    );
  }
  if (op === "neg") return [<mo key="sign">−</mo>, first];
  if (inputs.length === 1 || /^[a-z]/i.test(sign)) {
    const list = inputs.flatMap((input, at) => (at === 0 ? [input] : [<mo key={at}>,</mo>, input]));
    return [<mi key="name">{sign}</mi>, <mo key="open">(</mo>, ...list, <mo key="close">)</mo>];
  }
  const between = op === "sum" ? "+" : sign;
  const shown =
    inputs.length > LISTED ? [...inputs.slice(0, 2), <mo key="and">⋯</mo>, ...inputs.slice(-1)] : inputs;
  return shown.flatMap((input, at) =>
    at === 0 ? [input] : [<mo key={`between${at}`}>{between}</mo>, input],
  );
}

/** e = a × b = 2 × (−3) = −6 */
export function ForwardFormula({ doc, node }: { doc: GraphDocument; node: GraphNode }): JSX.Element {
  const inputs = node.inputs.map((input) => find(doc, input.node));
  const names = inputs.map((input, at) => <mi key={`name${at}`}>{input === null ? "?" : name(input)}</mi>);
  const numbers = inputs.map((input, at) => (
    <Amount key={`number${at}`} text={input === null ? "?" : short(input.data)} tone="data" />
  ));
  return (
    <math class="formula">
      <mi>{name(node)}</mi>
      {inputs.length > 0 && (
        <>
          <mo>=</mo>
          {applied(opName(node), names)}
          <mo>=</mo>
          {applied(opName(node), numbers)}
        </>
      )}
      <mo>=</mo>
      <mn class="data">{short(node.data)}</mn>
    </math>
  );
}

/** ∂L/∂a ← 0 + ∂L/∂e · ∂e/∂a = 0 + (−2) × (−3) = 6: what was there, and the contribution that is added to it. */
export function StepFormula(props: {
  readonly doc: GraphDocument;
  readonly step: Step;
  readonly isHidden: boolean;
}): JSX.Element {
  const { doc, step, isHidden } = props;
  const called = (id: string | null): string => {
    const node = find(doc, id);
    return node === null ? (id ?? "") : name(node);
  };
  const grad = (value: number): string => (isHidden ? "?" : short(value));
  const [output, node] = [called(doc.output), called(step.node)];
  if (step.from === null || step.upstream === null || step.partial === null) {
    return (
      <math class="formula">
        <Partial over={output} under={node} tone="grad" />
        <mo>=</mo>
        <mn class="grad">{grad(step.after)}</mn>
      </math>
    );
  }
  const from = called(step.from);
  return (
    <math class="formula">
      <Partial over={output} under={node} tone="grad" />
      <mo>←</mo>
      <Amount text={grad(step.before)} tone="grad" />
      <mo>+</mo>
      <Partial over={output} under={from} tone="grad" />
      <mo>·</mo>
      <Partial over={from} under={node} />
      <mo>=</mo>
      <Amount text={grad(step.before)} tone="grad" />
      <mo>+</mo>
      <Amount text={grad(step.upstream)} tone="grad" />
      <mo>×</mo>
      <Amount text={short(step.partial)} />
      <mo>=</mo>
      <mn class="grad">{grad(step.after)}</mn>
    </math>
  );
}
