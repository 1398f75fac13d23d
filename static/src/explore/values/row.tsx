/** A row of the table: one value, with its place, its inputs and its numbers. */
import type { JSX } from "preact";
import { fullName, name, origin, placeName } from "../../compute/naming";
import { isWrong } from "../../compute/own";
import { card, repr } from "../../format";
import { useSession } from "../../session/context";
import { position } from "../../wire/ids";
import type { GraphDocument, GraphNode } from "../../wire/types";
import { State } from "./state";

/** In which call, or in which group, a value is. */
export const place = (node: GraphNode): string => (node.scope ? placeName(node.scope) : node.group);

function from(shown: GraphDocument, node: GraphNode, isTrained: boolean): string {
  if (node.op === "") return ""; // only its numbers are here
  if (node.op === "constant") return "constant";
  if (node.op !== "leaf") return origin(shown, node);
  return isTrained ? "leaf, trainable" : "leaf, held fixed";
}

function Bar({ share }: { share: number }): JSX.Element {
  const width = Math.min(1, Math.abs(share)) * 50;
  return (
    <svg class="bar" viewBox="0 0 104 10" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {share > 0 && <rect class="b" x="52" y="1.5" width={width} height="7" />}
      {share < 0 && <rect class="neg" x={52 - width} y="2" width={width} height="6" />}
      <path class="z" d="M52 0v10" />
    </svg>
  );
}

interface RowProps {
  readonly shown: GraphDocument;
  readonly node: GraphNode;
  /** Its place in the order of the table. */
  readonly row: number;
  readonly hasPlaces: boolean;
  readonly largest: number;
  /** The step whose turn this node has, if it has it. */
  readonly now: number | null;
  readonly isSelected: boolean;
}

/**
 * Who is trained is a signal that every row reads; a row whose properties are the same is then not made again,
 * so that a step makes two rows and not all of them.
 */
export function Row({ shown, node, row, hasPlaces, largest, now, isSelected }: RowProps): JSX.Element {
  const {
    stage,
    descent: { trained },
    selection: { select },
  } = useSession();
  const isNow = now !== null;
  const isTrained = trained.value.includes(fullName(node));
  const has = node.grad_state !== "none";
  const choose = (): void => {
    select(node.id);
    stage.reveal(node.id);
  };
  return (
    <tr
      class={
        isNow ? (node.grad_state === "none" ? "on is-forward" : "on") : isSelected ? "chosen" : undefined
      }
      aria-current={isNow ? "step" : isSelected ? "true" : undefined}
      aria-rowindex={row + 2}
      data-row={node.id}
      onClick={choose}
    >
      <td class="m muted x-id">{position(node.id)}</td>
      <td class="nm" title={fullName(node)}>
        <button type="button" onClick={choose}>
          {name(node)}
        </button>
      </td>
      {hasPlaces && (
        <td class="muted x-place" title={place(node)}>
          {place(node)}
        </td>
      )}
      <td class={node.inputs.length > 0 ? "m x-from" : "muted x-from"}>{from(shown, node, isTrained)}</td>
      <td
        class={node.hidden === "data" ? "r muted" : "r data"}
        title={node.hidden === "data" ? undefined : repr(node.data)}
      >
        {node.hidden === "data" ? "–" : card(node.data)}
      </td>
      <td
        class={has ? (isWrong(node) ? "r err" : "r grad") : "r muted"}
        title={has ? repr(node.grad) : undefined}
      >
        {has ? card(node.grad) : node.hidden === "grad" ? "?" : "–"}
      </td>
      <td class="x-bar">
        <Bar share={has && Number.isFinite(node.grad) && largest > 0 ? node.grad / largest : 0} />
      </td>
      <td>
        <State node={node} now={now} />
      </td>
    </tr>
  );
}
