/** One value looked at closely: every digit, the rule of its op, and what each of its uses adds to its grad. */
import type { ComponentChildren, JSX } from "preact";
import type { GraphDocument, GraphNode } from "../document";
import { counted, hex, repr, short, signed } from "../format";
import { Icon } from "../parts/icon";
import { Prose } from "../parts/prose";
import { trained } from "../state/descent";
import { doc } from "../state/document";
import { find, fullName, name, ordinal, origin, position, rule } from "../state/naming";
import { nodes } from "../state/playback";
import { inspectorOpen } from "../state/screen";
import { follows, inspected, select } from "../state/selection";
import { type Use, usesOf } from "../state/uses";

const LISTED = 50;

function kind(node: GraphNode): string {
  if (node.op === "constant") return "constant";
  if (node.op !== "leaf") return node.op;
  return trained.value.includes(fullName(node)) ? "leaf, trainable" : "leaf, held fixed";
}

function standing(node: GraphNode): string {
  switch (node.grad_state) {
    case "none":
      return node.op === "constant" ? "takes no grad" : "not computed yet";
    case "stale":
      return "stale, data has changed";
    case "accumulated":
      return `added over ${node.passes} passes`;
    case "assigned":
      return "set by the program";
    default:
      return "computed this pass";
  }
}

function Numbers({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element {
  const has = node.grad_state !== "none";
  return (
    <div class="sec">
      <dl class="kv">
        <dt>name</dt>
        <dd>
          <b class="big">{name(node)}</b>
          <span class={node.op === "leaf" ? "tag data" : "tag"}>{kind(node)}</span>
        </dd>
        {node.group !== "" && (
          <>
            <dt>group</dt>
            <dd>{node.group}</dd>
          </>
        )}
        {node.inputs.length > 0 && (
          <>
            <dt>from</dt>
            <dd>{origin(shown, node)}</dd>
          </>
        )}
        <dt>data</dt>
        <dd>
          <span class="data">{repr(node.data)}</span>
          <small class="mono">{hex(node.data)}</small>
        </dd>
        <dt>grad</dt>
        <dd>
          <span class={has ? "grad" : "muted"}>{has ? repr(node.grad) : "–"}</span>
          <small>{standing(node)}</small>
        </dd>
      </dl>
    </div>
  );
}

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

/** ∂L/∂a = ∂L/∂e · ∂e/∂a = −2 × (−3) = 6, for a value with one use. */
function Chain({ output, node, use }: { output: GraphNode; node: GraphNode; use: Use }): JSX.Element | null {
  if (use.partial === null || use.share === null) return null;
  const [top, target, self] = [name(output), name(use.target), name(node)];
  return (
    <math class="chain" display="block">
      <mrow>
        <Fraction over={top} under={self} tone="grad" />
        <mo>=</mo>
        <Fraction over={top} under={target} tone="grad" />
        <mo>·</mo>
        <Fraction over={target} under={self} />
        <mo>=</mo>
        <Amount value={use.upstream} tone="grad" isBare />
        <mo>×</mo>
        <Amount value={use.partial} />
        <mo>=</mo>
        <Amount value={use.share} tone="grad" isBare />
      </mrow>
    </math>
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

function Section({ title, note, children }: { title: string; note?: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="sec">
      <h3>
        {title} {note !== undefined && <small>{note}</small>}
      </h3>
      {children}
    </div>
  );
}

function ChainRule({ shown, node, uses }: { shown: GraphDocument; node: GraphNode; uses: readonly Use[] }): JSX.Element | null {
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
  return (
    <Section title="Chain rule">
      {uses.length === 1 && node.grad_state === "fresh" && <Chain output={output} node={node} use={only} />}
      {uses.length > 1 && <p class="why">{name(node)} is used {uses.length} times. Every use adds its share to the grad.</p>}
      <Why shown={shown} node={node} use={only} />
    </Section>
  );
}

function amount(value: number | null): string {
  return value === null ? "–" : short(value);
}

function UseRow({ use, has }: { use: Use; has: boolean }): JSX.Element {
  return (
    <tr>
      <td>
        <button type="button" class="link" onClick={() => select(use.target.id)}>
          {name(use.target)}
        </button>
        , {ordinal(use.slot)} input
      </td>
      <td class="grad">{has ? short(use.upstream) : "–"}</td>
      <td>{amount(use.partial)}</td>
      <td class="grad">{has && use.share !== null ? signed(use.share) : "–"}</td>
    </tr>
  );
}

/** Every use with its share. The foot is the node's grad: the sum, wherever the shares belong to this pass. */
function Contributions({ node, uses }: { node: GraphNode; uses: readonly Use[] }): JSX.Element | null {
  if (node.op === "constant" || uses.length === 0) return null;
  const has = node.grad_state === "fresh" || node.grad_state === "accumulated";
  return (
    <Section title="Contributions" note={counted(uses.length, "use")}>
      <table class="uses">
        <thead>
          <tr>
            <th scope="col">used by</th>
            <th scope="col">upstream</th>
            <th scope="col">× local</th>
            <th scope="col">adds</th>
          </tr>
        </thead>
        <tbody>
          {uses.slice(0, LISTED).map((use) => (
            <UseRow key={`${use.target.id}-${use.slot}`} use={use} has={has && use.target.grad_state !== "none"} />
          ))}
        </tbody>
        <tfoot>
          {uses.length > LISTED && (
            <tr>
              <td colSpan={4}>and {uses.length - LISTED} more</td>
            </tr>
          )}
          <tr>
            <td>
              grad of {name(node)}
              {node.grad_state === "accumulated" && `, ${node.passes} passes`}
            </td>
            <td />
            <td />
            <td class="grad">{has ? short(node.grad) : "–"}</td>
          </tr>
        </tfoot>
      </table>
    </Section>
  );
}

export function Inspector(): JSX.Element {
  const shown = doc.value;
  const wanted = inspected.value;
  const node = wanted === null ? null : (nodes.value[position(wanted.id)] ?? null);
  const uses = shown === null || node === null ? [] : usesOf(shown, node, nodes.value);
  return (
    <>
      <div class="ph">
        <h2>Inspector</h2>
        <label class="check muted">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => {
              follows.value = event.currentTarget.checked;
            }}
          />
          Follow step
        </label>
        <button
          class="btn ghost sm icon close"
          type="button"
          aria-label="Close inspector"
          onClick={() => {
            inspectorOpen.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      {shown === null || node === null ? (
        <p class="none">
          <Prose text="Select a value in the graph or in the table to see where its `grad` comes from." />
        </p>
      ) : (
        <>
          <Numbers shown={shown} node={node} />
          <ChainRule shown={shown} node={node} uses={uses} />
          <Contributions node={node} uses={uses} />
        </>
      )}
    </>
  );
}
