/** The table of all values: the same content as the graph, in any order, whatever the graph's size. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { FoldableHead } from "../../components/foldable";
import { count } from "../../format";
import { useSession } from "../../session/context";
import { size } from "../../wire/types";
import { Columns } from "../values/columns";
import { place, Row } from "../values/row";
import { largestOf, useRows, useWindow } from "../values/rows";

/** From so many values on the table is closed at first: the graph takes the room. */
const LARGE = 1000;

/** Rows that are not in the page, as empty height. */
function Gap({ height }: { height: number }): JSX.Element | null {
  if (height <= 0) return null;
  return (
    <tr class="gap">
      <td colSpan={4} style={{ height: `${height}px` }} />
    </tr>
  );
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
