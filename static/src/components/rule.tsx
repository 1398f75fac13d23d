/** The rule of a value's own op: the formula with names and numbers, and what each input's local derivative is. */
import type { JSX } from "preact";
import { find, name, opName, rule } from "../compute/naming";
import { counted, short } from "../format";
import type { GraphDocument, GraphNode } from "../wire/types";
import { Amount, applied, brief, Derivative, equals, Formula } from "./maths";
import { Section } from "./section";

const LISTED = 4;
const ROOM = 22;

/** One input's local derivative, as a formula and as the rule that it follows. */
function Local(props: {
  readonly node: GraphNode;
  readonly input: GraphNode;
  readonly slot: number;
  readonly partial: number;
}): JSX.Element {
  const { node, input, slot, partial } = props;
  const text = rule(node.op, slot);
  return (
    <li>
      <Formula
        style="chain small"
        parts={[
          <Derivative key="of" over={name(node)} under={name(input)} />,
          ...equals([<Amount key="is" value={partial} isBare />]),
        ]}
      />
      {text !== null && <span class="why">{text}</span>}
    </li>
  );
}

function Written({ node, inputs }: { node: GraphNode; inputs: readonly GraphNode[] }): JSX.Element {
  const names = inputs.map((input) =>
    input.op === "constant" ? (
      <Amount key={input.id} value={input.data} />
    ) : (
      <mi key={input.id}>{brief(name(input))}</mi>
    ),
  );
  const numbers = inputs.map((input) => <Amount key={input.id} value={input.data} tone="data" />);
  const length = inputs.reduce(
    (sum, input) => sum + brief(name(input)).length + short(input.data).length + 3,
    brief(name(node)).length + short(node.data).length,
  );
  const op = opName(node);
  const style = length > 2 * ROOM ? "chain small" : "chain medium";
  return (
    <Formula
      style={style}
      parts={[
        <mi key="name">{brief(name(node))}</mi>,
        ...equals(applied(op, names)),
        ...equals(applied(op, numbers)),
        ...equals([<Amount key="is" value={node.data} tone="data" isBare />]),
      ]}
    />
  );
}

export function Rule({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element | null {
  const inputs = node.inputs.map((input) => find(shown, input.node)).filter((input) => input !== null);
  if (inputs.length === 0) return null;
  const known = node.inputs.flatMap(({ partial }, slot) => {
    const input = inputs[slot];
    return partial === null || input === undefined ? [] : [{ partial, slot, input }];
  });
  return (
    <Section title="Rule" note={opName(node)}>
      <Written node={node} inputs={inputs} />
      <ul class="locals" aria-label="Local derivatives">
        {known.slice(0, LISTED).map(({ partial, slot, input }) => (
          <Local key={slot} node={node} input={input} slot={slot} partial={partial} />
        ))}
      </ul>
      {known.length > LISTED && <p class="why">and {counted(known.length - LISTED, "input")} more</p>}
    </Section>
  );
}
