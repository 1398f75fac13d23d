/** The chain rule of a value over all of its uses: ∂L/∂a = ∂L/∂e · ∂e/∂a + … = −2 × (−3) + … = 6. */
import type { JSX } from "preact";
import { find, name, origin, rule } from "../compute/naming";
import type { Use } from "../compute/uses";
import { count, short } from "../format";
import type { GraphDocument, GraphNode } from "../wire/types";
import { Amount, brief, Derivative, equals, Formula, joined, Sign } from "./maths";
import { Section } from "./section";

const LITTLE_ROOM = 16;
/** With more uses than these, only the table of contributions lists each. */
const WRITTEN = 3;

/** Set smaller where names are long; nothing while a local derivative is not known. */
function Chain(props: {
  readonly output: GraphNode;
  readonly node: GraphNode;
  readonly uses: readonly Use[];
}): JSX.Element | null {
  const { output, node, uses } = props;
  if (uses.some((use) => use.share === null)) return null;
  const [top, self] = [name(output), name(node)];
  const length = uses.reduce(
    (sum, use) =>
      sum + brief(name(use.target)).length + short(use.upstream).length + short(use.partial ?? 0).length,
    brief(top).length + brief(self).length - 4 + 9 * (uses.length - 1),
  );
  const style = length > LITTLE_ROOM ? "chain long" : "chain";
  const symbols = uses.map(({ target }) => (
    <>
      <Derivative over={top} under={name(target)} tone="grad" />
      <Sign of="·" />
      <Derivative over={name(target)} under={self} />
    </>
  ));
  const numbers = uses.map((use, index) => (
    <>
      <Amount value={use.upstream} tone="grad" isBare={index === 0} />
      <Sign of="×" />
      <Amount value={use.partial ?? 0} />
    </>
  ));
  const sum = uses.reduce((total, use) => total + (use.share ?? 0), 0);
  return (
    <Formula
      style={style}
      parts={[
        <Derivative key="of" over={top} under={self} tone="grad" />,
        ...equals(joined("+", symbols)),
        ...equals(joined("+", numbers)),
        ...equals([<Amount key="is" value={sum} tone="grad" isBare />]),
      ]}
    />
  );
}

function Why({ shown, node, use }: { shown: GraphDocument; node: GraphNode; use: Use }): JSX.Element | null {
  const text = rule(use.target.op, use.slot);
  if (use.partial === null) return null;
  return (
    <p class="why">
      {name(use.target)} = {origin(shown, use.target)}
      {text === null ? ", " : <> and {text}, </>}
      so ∂{name(use.target)}/∂{name(node)} is <span class="mono">{short(use.partial)}</span>.
    </p>
  );
}

export function ChainRule(props: {
  readonly shown: GraphDocument;
  readonly node: GraphNode;
  readonly uses: readonly Use[];
}): JSX.Element | null {
  const { shown, node, uses } = props;
  const output = find(shown, shown.output);
  const only = uses[0];
  if (output === null || node.op === "constant") return null;
  if (node.id === output.id) {
    return (
      <Section title="Chain rule">
        <p class="why">
          {name(node)} is the output. Its grad is 1, because ∂{name(node)}/∂{name(node)} = 1.
        </p>
      </Section>
    );
  }
  if (only === undefined) return null;
  if (node.grad_state === "none") {
    return (
      <Section title="Chain rule">
        <p class="why">The grad is not computed yet. Press Backward.</p>
      </Section>
    );
  }
  const total = node.uses ?? uses.length;
  const isWritten = total <= WRITTEN && node.grad_state === "fresh";
  return (
    <Section title="Chain rule">
      {isWritten && <Chain output={output} node={node} uses={uses} />}
      {total > 1 && (
        <p class="why">
          {name(node)} is used {count(total)} times. Every use adds its share to the grad.
        </p>
      )}
      {uses.slice(0, WRITTEN).map((use) => (
        <Why key={`${use.target.id}-${use.slot}`} shown={shown} node={node} use={use} />
      ))}
    </Section>
  );
}
