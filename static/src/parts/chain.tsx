/** The chain rule of one use as a formula: ∂L/∂a = ∂L/∂e · ∂e/∂a = −2 × (−3) = 6. */
import type { ComponentChildren, JSX } from "preact";
import type { GraphNode } from "../document";
import { short } from "../format";
import { name } from "../state/naming";
import type { Use } from "../state/uses";

function Fraction({ over, under, tone }: { over: string; under: string; tone?: "grad" }): JSX.Element {
  return (
    <mrow class={tone}>
      <mfrac>
        <mrow>
          <mo>∂</mo>
          <mi>{over}</mi>
        </mrow>
        <mrow>
          <mo>∂</mo>
          <mi>{under}</mi>
        </mrow>
      </mfrac>
    </mrow>
  );
}

function Amount({ value, tone, isBare }: { value: number; tone?: "grad"; isBare?: boolean }): JSX.Element {
  const text = short(value);
  const number = <mn>{text}</mn>;
  if (value >= 0 || isBare === true) return <mrow class={tone}>{number}</mrow>;
  return (
    <mrow class={tone}>
      <mo>(</mo>
      {number}
      <mo>)</mo>
    </mrow>
  );
}

const ROOM = 6;
const LITTLE_ROOM = 16;

/** In two lines where names are long; nothing while the local derivative is not known. */
export function Chain({
  output,
  node,
  use,
}: {
  output: GraphNode;
  node: GraphNode;
  use: Use;
}): JSX.Element | null {
  if (use.partial === null || use.share === null) return null;
  const [top, target, self] = [name(output), name(use.target), name(node)];
  const length =
    top.length + target.length + self.length + short(use.upstream).length + short(use.partial).length - 4;
  const style = length > LITTLE_ROOM ? "chain long" : "chain";
  const symbols = (
    <>
      <Fraction over={top} under={self} tone="grad" />
      <mo>=</mo>
      <Fraction over={top} under={target} tone="grad" />
      <mo>·</mo>
      <Fraction over={target} under={self} />
    </>
  );
  const numbers = (
    <>
      <mo>=</mo>
      <Amount value={use.upstream} tone="grad" isBare />
      <mo>×</mo>
      <Amount value={use.partial} />
      <mo>=</mo>
      <Amount value={use.share} tone="grad" isBare />
    </>
  );
  if (length <= ROOM) return <Formula style={style}>{[symbols, numbers]}</Formula>;
  return (
    <>
      <Formula style={style}>{symbols}</Formula>
      <Formula style={style}>{numbers}</Formula>
    </>
  );
}

function Formula({ style, children }: { style: string; children: ComponentChildren }): JSX.Element {
  return (
    <math class={style} display="block">
      <mrow>{children}</mrow>
    </math>
  );
}
