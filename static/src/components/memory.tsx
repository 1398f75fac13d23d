/** What the optimiser remembers of the parameters: of one in the inspector, of all of them beside its settings. */

import type { JSX } from "preact";
import { fullName } from "../compute/naming";
import { card, counted, repr } from "../format";
import { useSession } from "../session/context";
import { optimizerOf } from "../session/plan";
import type { GraphNode } from "../wire/types";
import { Section } from "./section";

const LISTED = 60;

/** In full precision, for the value that is looked at; nothing for a rule that remembers nothing. */
export function Remembered({ node }: { node: GraphNode }): JSX.Element | null {
  const { memory } = useSession().descent;
  const found = memory.value;
  const state = node.op === "leaf" ? found?.state[fullName(node)] : undefined;
  if (found === null || state === undefined || Object.keys(state).length === 0) return null;
  return (
    <Section title="Descent" note={`${optimizerOf(found.kind).title}, after ${counted(found.step, "step")}`}>
      <dl class="kv memory">
        {Object.entries(state).map(([part, value]) => (
          <>
            <dt key={part}>{part}</dt>
            <dd>{repr(value)}</dd>
          </>
        ))}
      </dl>
    </Section>
  );
}

/** Every parameter that was moved, with what is remembered of it. */
export function MemoryTable(): JSX.Element {
  const { memory, plan } = useSession().descent;
  const { optimizer } = plan.value;
  const parts = optimizerOf(optimizer).memory;
  const found = memory.value?.kind === optimizer ? memory.value : null;
  const rows = Object.entries(found?.state ?? {});
  if (parts.length === 0) return <p class="why">SGD keeps no state between steps.</p>;
  if (found === null || rows.length === 0)
    return <p class="why">From its first step on it remembers the {parts.join(" and the ")} of every θ.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="memory-box" tabIndex={0} aria-label="What it remembers">
        <table class="uses">
          <thead>
            <tr>
              <th scope="col">after {counted(found.step, "step")}</th>
              {parts.map((part) => (
                <th key={part} scope="col">
                  {part}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, LISTED).map(([name, state]) => (
              <tr key={name}>
                <td title={name}>{name}</td>
                {parts.map((part) => (
                  <td key={part} title={repr(state[part] ?? 0)}>
                    {card(state[part] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > LISTED && (
        <p class="why">and {rows.length - LISTED} more; the inspector has that of any one.</p>
      )}
    </>
  );
}
