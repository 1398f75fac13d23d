/** The table of all values: the same content as the graph, in any order, whatever the graph's size. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { FoldableHead } from "../../components/foldable";
import { Icon } from "../../components/icon";
import { Mark } from "../../components/mark";
import { frameState } from "../../compute/grads";
import { numbersAlone } from "../../compute/known";
import { find, fullName, name, origin, placeName } from "../../compute/naming";
import { isWrong } from "../../compute/own";
import { card, count, repr } from "../../format";
import { useSession } from "../../session/context";
import type { Key } from "../../session/table";
import { idOf, position } from "../../wire/ids";
import { type GraphDocument, type GraphNode, size } from "../../wire/types";

/** From so many values on the table is closed at first: the graph takes the room. */
const LARGE = 1000;
const ALL = 150;
const MARGIN = 12;

/** Which rows are worth having in the page: all of a small table, those in sight of a large one. */
function useWindow(length: number): {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  onScroll: (event: Event) => void;
} {
  const { isPhone } = useSession().screen;
  const row = isPhone.value ? 33 : 26;
  const [top, setTop] = useState(0);
  const height = useRef(400);
  const onScroll = (event: Event): void => {
    const box = event.currentTarget as HTMLElement;
    height.current = box.clientHeight;
    setTop(box.scrollTop);
  };
  if (length <= ALL) return { from: 0, to: length, row, onScroll };
  const from = Math.max(0, Math.min(length, Math.floor(top / row) - MARGIN));
  return { from, to: Math.min(length, from + Math.ceil(height.current / row) + 2 * MARGIN), row, onScroll };
}

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

/** The state of the grad; a phone shows the first part only. */
function State({ node, now }: { node: GraphNode; now: number | null }): JSX.Element {
  if (node.op === "constant") {
    return (
      <span class="st muted">
        <span>
          none<span class="w">, a plain number</span>
        </span>
      </span>
    );
  }
  if (node.hidden === "grad") {
    return (
      <span class="st muted">
        <span>hidden</span>
      </span>
    );
  }
  const words: Record<GraphNode["grad_state"], [string, string]> = {
    none: ["not computed yet", ""],
    fresh: now !== null ? ["now", `, step ${count(now)}`] : ["up to date", ""],
    stale: ["stale", ""],
    accumulated: [`sum of ${node.passes} passes`, ""],
    assigned: ["set", " by the program"],
  };
  if (isWrong(node) || node.theirs !== undefined) {
    const other = node.theirs ?? node.expected_grad ?? 0;
    return (
      <span class="st err">
        <Icon name="close" />
        <span>
          {node.theirs === undefined ? "wrong" : "right"}
          <span class="w">
            , {node.theirs === undefined ? "should be" : "yours is"} {card(other)}
          </span>
        </span>
      </span>
    );
  }
  const [brief, rest] = words[node.grad_state];
  return (
    <span class="st">
      <Mark state={node.grad_state} passes={node.passes} />
      <span>
        {brief}
        <span class="w">{rest}</span>
      </span>
    </span>
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
function Row({ shown, node, row, hasPlaces, largest, now, isSelected }: RowProps): JSX.Element {
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

/** Rows that are not in the page, as empty height. */
function Gap({ height }: { height: number }): JSX.Element | null {
  if (height <= 0) return null;
  return (
    <tr class="gap">
      <td colSpan={4} style={{ height: `${height}px` }} />
    </tr>
  );
}

function largestGrad(list: readonly GraphNode[]): number {
  const sizes = list.map((node) => (node.grad_state === "none" ? 0 : Math.abs(node.grad)));
  return sizes.reduce((most, size) => (Number.isFinite(size) && size > most ? size : most), 0);
}

/** In which call, or in which group, a value is. */
const place = (node: GraphNode): string => (node.scope ? placeName(node.scope) : node.group);

/** A heading that sorts by its column; by the one that is sorted by, the other way round. */
function Heading({ by, face, label }: { by: Key; face: string; label: string }): JSX.Element {
  const { falls, key, sortBy } = useSession().table;
  const isIt = key.value === by;
  const isNumber = by === "data" || by === "grad";
  const isShown = isIt && (by !== "id" || falls.value);
  const arrow = isShown && <span aria-hidden="true"> {falls.value ? "↓" : "↑"} </span>;
  return (
    <th
      scope="col"
      class={[isNumber && "r", by === "id" && "x-id"].filter(Boolean).join(" ") || undefined}
      aria-sort={isIt ? (falls.value ? "descending" : "ascending") : undefined}
    >
      <button type="button" class="sort" title={`Sort by ${label}`} onClick={() => sortBy(by)}>
        {isNumber && arrow}
        {face}
        {!isNumber && arrow}
      </button>
    </th>
  );
}

function Columns({ hasPlaces }: { hasPlaces: boolean }): JSX.Element {
  return (
    <>
      <colgroup>
        <col class="c-id" />
        <col class="c-name" />
        {hasPlaces && <col class="c-place" />}
        <col class="c-from" />
        <col class="c-number" />
        <col class="c-number" />
        <col class="c-bar" />
        <col class="c-state" />
      </colgroup>
      <thead>
        <tr>
          <Heading by="id" face="#" label="place in the graph" />
          <Heading by="name" face="Name" label="name" />
          {hasPlaces && (
            <th scope="col" class="x-place">
              In
            </th>
          )}
          <th scope="col">From</th>
          <Heading by="data" face="data" label="data" />
          <Heading by="grad" face="grad" label="grad" />
          <th scope="col" class="x-bar">
            <span class="sr">size of grad</span>
          </th>
          <th scope="col">
            <span class="st">
              State<span class="w"> of grad</span>
            </span>
          </th>
        </tr>
      </thead>
    </>
  );
}

function largestOf(shown: GraphDocument | null, list: readonly GraphNode[]): number {
  const frame = shown?.known === undefined ? null : shown.frame;
  if (frame === null || frame === undefined) return largestGrad(list);
  if (frameState(frame) === "none") return 0;
  return frame.grad.reduce((most, grad) => {
    const size = Math.abs(grad);
    return Number.isFinite(size) && size > most ? size : most;
  }, 0);
}

/** The node of each of these rows: as it is shown now, as far as it is known, or its numbers alone. */
function useRows(shown: GraphDocument | null, first: number, last: number): (GraphNode | null)[] {
  const {
    atStep,
    playback: { nodes },
    table,
    windows,
  } = useSession();
  const rows = Array.from({ length: last - first }, (_, index) => table.at(first + index));
  useEffect(() => {
    table.want(first, last);
    windows.want(rows.filter((at) => at !== null));
  }, [shown, first, last, table.sort.value, rows.join()]);
  return rows.map((at) => {
    if (at === null || shown === null) return null;
    if (shown.known === undefined) return nodes.value[at] ?? null;
    return atStep(find(shown, idOf(at)) ?? numbersAlone(shown, at));
  });
}

/** Whether the table is open, and where somebody says so: a small graph's always is. */
function useOpen(): { readonly isOpen: boolean; readonly isClosable: boolean; readonly length: number } {
  const { document, screen } = useSession();
  const shown = document.doc.value;
  const length = shown === null ? 0 : size(shown);
  const isClosable = length >= LARGE && !screen.isPhone.value;
  return { isOpen: !isClosable || screen.valuesOpen.value, isClosable, length };
}

export function Values(): JSX.Element {
  const { screen } = useSession();
  const { isOpen, isClosable, length } = useOpen();
  return (
    <>
      {isClosable && (
        <div class="values-head">
          <FoldableHead title="Values" isOpen={screen.valuesOpen} note={`Table of ${count(length)}`} />
        </div>
      )}
      {isOpen && <Table />}
    </>
  );
}

function Table(): JSX.Element {
  const {
    hidden,
    document: { doc },
    playback: { active, done, nodes },
    selection: { isChosen, selected },
    table: { count },
  } = useSession();
  const shown = doc.value;
  const list = nodes.value;
  const { from: first, to: last, row, onScroll } = useWindow(count.value);
  const rows = useRows(shown, first, last);
  // Bars keep their length while the grads come in, measured against those of the whole pass.
  const whole = shown !== null && done.value !== null ? shown.nodes : list;
  const largest = useMemo(
    () => (hidden.value === null ? largestOf(shown, whole) : 0),
    [shown, whole, hidden.value],
  );
  const hasPlaces = useMemo(
    () => shown !== null && (shown.known !== undefined || shown.nodes.some((node) => place(node) !== "")),
    [shown],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="values" tabIndex={0} aria-label="Values" onScroll={onScroll}>
      <table class={hasPlaces ? "tape has-places" : "tape"} aria-rowcount={count.value + 1}>
        <caption class="sr">All values, the same content as the graph</caption>
        <Columns hasPlaces={hasPlaces} />
        <tbody>
          <Gap height={first * row} />
          {shown !== null &&
            rows.map((node, index) =>
              node === null ? (
                <tr class="awaited" key={`row ${first + index}`}>
                  <td colSpan={4} style={{ height: `${row - 1}px` }} />
                </tr>
              ) : (
                <Row
                  key={node.id}
                  shown={shown}
                  node={node}
                  row={first + index}
                  hasPlaces={hasPlaces}
                  largest={largest}
                  now={active.value === node.id ? done.value : null}
                  isSelected={isChosen.value && selected.value?.id === node.id}
                />
              ),
            )}
          <Gap height={(count.value - last) * row} />
        </tbody>
      </table>
      {count.value === 0 && <p class="none">No values yet.</p>}
    </section>
  );
}
