/** The same list in all calls: of copies that stand behind each other, a strip each, one below the other. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { byCopy, shortened } from "../compute/copies";
import type { Box } from "../drawing/boxes";
import { heatClass, heatStep, listScale } from "../drawing/heat";
import { count, range } from "../format";
import { useSession } from "../session/context";
import type { Element } from "../session/list";
import { Section } from "./section";

/** Copies that are shown at a time, cells of each, and copies that are opened side by side. */
const ROWS = 9;
const CELLS = 16;
const SIDE_BY_SIDE = 4;

type Kind = "data" | "grad";
const known = (row: readonly Element[], kind: Kind): number[] =>
  row.flatMap((each) => (each[kind] === null ? [] : [each[kind]]));
const rangeOf = (row: readonly Element[], kind: Kind): string => {
  const numbers = known(row, kind);
  return numbers.length === 0 ? "–" : range(numbers);
};

function Strip({ row, kind, most }: { row: readonly Element[]; kind: Kind; most: number }): JSX.Element {
  const cells = shortened(row, CELLS, (each) => Math.abs(each[kind] ?? 0));
  return (
    <span class={`cells ${kind}`}>
      {cells.map((each) => (
        <i key={each.index} class={heatClass(heatStep(each[kind], most))} />
      ))}
    </span>
  );
}

export function Copies({ box }: { box: Box }): JSX.Element | null {
  const { list, screen, view } = useSession();
  const [from, setFrom] = useState(0);
  const elements = list.elements.value;
  const rows = byCopy(elements, box.copies);
  if (rows.length === 0) return null;
  const start = from < rows.length ? from : 0;
  const end = Math.min(start + ROWS, rows.length);
  const [most, mostGrad] = [
    listScale([elements.map((each) => each.data)]),
    listScale([elements.map((each) => each.grad)]),
  ];
  const paths = box.twins.length === rows.length ? box.twins : [];
  return (
    <Section title="In all calls" note={`${count(rows.length)} copies`}>
      <ol class="copies" start={start + 1}>
        {rows.slice(start, end).map((row, k) => {
          const at = start + k;
          const path = paths[at];
          const words = `data ${rangeOf(row, "data")}, grad ${rangeOf(row, "grad")}`;
          return (
            <li key={at}>
              <button
                type="button"
                disabled={path === undefined}
                title={words}
                onClick={() => path !== undefined && view.openBox(path)}
              >
                <b>
                  <span class="sr">Open {box.name} </span>
                  {at + 1}
                </b>
                <Strip row={row} kind="data" most={most} />
                <Strip row={row} kind="grad" most={mostGrad} />
                <small class="data">
                  <span class="sr">, data </span>
                  {rangeOf(row, "data")}
                </small>
                <small class="grad">
                  <span class="sr">, grad </span>
                  {rangeOf(row, "grad")}
                </small>
              </button>
            </li>
          );
        })}
      </ol>
      <p class="pages">
        {rows.length > ROWS && (
          <>
            <button class="btn sm" type="button" disabled={start === 0} onClick={() => setFrom(start - ROWS)}>
              Earlier
            </button>
            <span>
              {count(start + 1)} to {count(end)} of {count(rows.length)}
            </span>
            <button
              class="btn sm"
              type="button"
              disabled={end === rows.length}
              onClick={() => setFrom(start + ROWS)}
            >
              Later
            </button>
          </>
        )}
        {paths.length > 0 && !screen.isPhone.value && (
          <button
            class="btn sm"
            type="button"
            onClick={() => view.openBoxes(paths.slice(start, start + SIDE_BY_SIDE))}
          >
            Show {count(Math.min(SIDE_BY_SIDE, rows.length - start))} side by side
          </button>
        )}
      </p>
    </Section>
  );
}
