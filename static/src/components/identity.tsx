/** Who a value is: its name, its line, and its two numbers to the last bit. */

import type { JSX } from "preact";
import { fullName, name, opName, origin, placeName, textOf } from "../compute/naming";
import { isWrong } from "../compute/own";
import { hex, repr } from "../format";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { lineWords } from "../wire/problem";
import type { GradState, GraphDocument, GraphNode } from "../wire/types";
import { Fact } from "./fact";

function kind(node: GraphNode, trained: readonly string[]): string {
  if (node.op === "constant") return "constant";
  if (node.op !== "leaf") return opName(node);
  return trained.includes(fullName(node)) ? "leaf, trainable" : "leaf, held fixed";
}

/** What is to be thought of a grad in this state. */
function standing(state: GradState, passes: number): string {
  switch (state) {
    case "none":
      return "grad not computed yet";
    case "stale":
      return "grad stale";
    case "accumulated":
      return `grad is the sum of ${passes} passes`;
    case "assigned":
      return "grad set by the program";
    default:
      return "grad up to date";
  }
}

function about(node: GraphNode): string {
  if (node.hidden === "grad") return "grad hidden";
  if (node.op === "constant") return "takes no grad";
  if (isWrong(node)) return "grad wrong, computed by your class";
  return standing(node.grad_state, node.passes);
}

/** A number as Python writes it, and to the last bit where that is asked for. */
function Exact({ value, tone }: { value: number; tone: "data" | "grad" }): JSX.Element {
  const { bitsOpen } = useSession().screen;
  return (
    <dd>
      <span class={tone}>{repr(value)}</span>
      {bitsOpen.value && <small class="mono">{hex(value)}</small>}
    </dd>
  );
}

/** The text of the line that made the value. */
function Made({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element | null {
  const text = node.line === null ? undefined : textOf(shown, node.file)?.split("\n")[node.line - 1]?.trim();
  if (node.line === null || text === undefined) return null;
  return (
    <>
      <dt>{lineWords(node.line, node.file)}</dt>
      <dd class="made" title={text}>
        {text}
      </dd>
    </>
  );
}

/** Both numbers, and the grad that is right where the program's own is not. */
function Numbers({ node }: { node: GraphNode }): JSX.Element {
  return (
    <>
      <Fact name="data">
        {node.hidden === "data" ? <dd class="muted">–</dd> : <Exact value={node.data} tone="data" />}
      </Fact>
      <Fact name="grad">
        {node.grad_state === "none" ? (
          <dd>
            <span class="muted">–</span>
          </dd>
        ) : (
          <Exact value={node.grad} tone="grad" />
        )}
      </Fact>
      {isWrong(node) && node.expected_grad !== undefined && (
        <Fact name="right">
          <Exact value={node.expected_grad} tone="grad" />
        </Fact>
      )}
    </>
  );
}

/** What is to be thought of the grad, and the button for all bits. */
function About({ node }: { node: GraphNode }): JSX.Element {
  const { bitsOpen } = useSession().screen;
  return (
    <Fact name="">
      <dd>
        <small>{about(node)}</small>
        <button
          class="btn ghost sm"
          type="button"
          aria-pressed={bitsOpen.value}
          title="Write data and grad to the last bit"
          onClick={() => assign(bitsOpen, !bitsOpen.value)}
        >
          Exact
        </button>
      </dd>
    </Fact>
  );
}

export function Identity({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element {
  const { trained } = useSession().descent;
  return (
    <div class="sec">
      <dl class="kv">
        <Fact name="name">
          <dd>
            <b class="big">{name(node)}</b>
            <span class={node.op === "leaf" ? "tag data" : "tag"}>{kind(node, trained.value)}</span>
          </dd>
        </Fact>
        {node.group !== "" && (
          <Fact name="group">
            <dd>{node.group}</dd>
          </Fact>
        )}
        {node.scope !== undefined && node.scope !== "" && (
          <Fact name="in">
            <dd>{placeName(node.scope)}</dd>
          </Fact>
        )}
        {node.inputs.length > 0 && (
          <Fact name="from">
            <dd>{origin(shown, node)}</dd>
          </Fact>
        )}
        <Made shown={shown} node={node} />
        <Numbers node={node} />
        <About node={node} />
      </dl>
    </div>
  );
}
