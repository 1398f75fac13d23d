/** One value looked at closely: every digit, the rule of its op, and what each of its uses adds to its grad. */
import type { JSX } from "preact";
import type { GraphDocument, GraphNode } from "../document";
import { hex, repr, short } from "../format";
import { Chain } from "../parts/chain";
import { Contributions } from "../parts/contributions";
import { Icon } from "../parts/icon";
import { Prose } from "../parts/prose";
import { Section } from "../parts/section";
import { trained } from "../state/descent";
import { doc } from "../state/document";
import { find, fullName, name, origin, position, rule } from "../state/naming";
import { nodes } from "../state/playback";
import { inspectorOpen } from "../state/screen";
import { follows, inspected } from "../state/selection";
import { type Use, usesOf } from "../state/uses";

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

function ChainRule({
  shown,
  node,
  uses,
}: {
  shown: GraphDocument;
  node: GraphNode;
  uses: readonly Use[];
}): JSX.Element | null {
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
      {uses.length > 1 && (
        <p class="why">
          {name(node)} is used {uses.length} times. Every use adds its share to the grad.
        </p>
      )}
      <Why shown={shown} node={node} use={only} />
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
