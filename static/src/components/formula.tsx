/** A step that adds to a grad as a formula, first in symbols and then in numbers. Made from the step alone. */
import type { JSX } from "preact";
import { find, name } from "../compute/naming";
import { short } from "../format";
import type { GraphDocument, Step } from "../wire/types";

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

/** ∂L/∂a ← 0 + ∂L/∂e · ∂e/∂a = 0 + (−2) × (−3) = 6: what was there, and the contribution that is added to it. */
export function StepFormula(props: {
  readonly doc: GraphDocument;
  readonly step: Step;
  readonly isHidden: boolean;
}): JSX.Element | null {
  const { doc, step, isHidden } = props;
  const called = (id: string | null): string => {
    const node = find(doc, id);
    return node === null ? (id ?? "") : name(node);
  };
  const grad = (value: number): string => (isHidden ? "?" : short(value));
  const { before, from, partial, upstream } = step;
  if (from === null || upstream === null || partial === null) return null;
  const [output, node, source] = [called(doc.output), called(step.node), called(from)];
  return (
    <math class="formula">
      <Partial over={output} under={node} tone="grad" />
      <mo>←</mo>
      <Amount text={grad(before)} tone="grad" />
      <mo>+</mo>
      <Partial over={output} under={source} tone="grad" />
      <mo>·</mo>
      <Partial over={source} under={node} />
      <mo>=</mo>
      <Amount text={grad(before)} tone="grad" />
      <mo>+</mo>
      <Amount text={grad(upstream)} tone="grad" />
      <mo>×</mo>
      <Amount text={short(partial)} />
      <mo>=</mo>
      <mn class="grad">{grad(step.after)}</mn>
    </math>
  );
}
