/** The same list in all calls: of copies that stand behind each other, a strip each, one below the other. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { byCopy, shortened } from "../compute/copies";
import type { Box } from "../drawing/boxes";
import { heatClass, heatStep, listScale } from "../drawing/heat";
import { count, range } from "../format";
import { useSession } from "../session/context";
import type { Element } from "../session/list";
import { Paged, pageOf } from "./paged";
import { Section } from "./section";

/** Copies that are shown at a time, cells of each, and copies that are opened side by side. */
const ROWS = 9;
const CELLS = 16;
const SIDE_BY_SIDE = 4;

const KINDS = ["data", "grad"] as const;
type Kind = (typeof KINDS)[number];
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

/** One of the copies: its number, its strips, its ranges; a button where it can be opened. */
function Copy(props: {
  at: number;
  row: readonly Element[];
  name: string;
  path: string | undefined;
  most: Readonly<Record<Kind, number>>;
}): JSX.Element {
  const { at, row, name, path, most } = props;
  const { view } = useSession();
  return (
    <li>
      <button
        type="button"
        disabled={path === undefined}
        title={`data ${rangeOf(row, "data")}, grad ${rangeOf(row, "grad")}`}
        onClick={() => path !== undefined && view.openBox(path)}
      >
        <b>
          <span class="sr">Open {name} </span>
          {at + 1}
        </b>
        {KINDS.map((kind) => (
          <Strip key={kind} row={row} kind={kind} most={most[kind]} />
        ))}
        {KINDS.map((kind) => (
          <small key={kind} class={kind}>
            <span class="sr">, {kind} </span>
            {rangeOf(row, kind)}
          </small>
        ))}
      </button>
    </li>
  );
}

export function Copies({ box }: { box: Box }): JSX.Element | null {
  const { list, screen, view } = useSession();
  const [from, setFrom] = useState(0);
  const elements = list.elements.value;
  const rows = byCopy(elements, box.copies);
  if (rows.length === 0) return null;
  const { start, end } = pageOf(from, ROWS, rows.length);
  const most = {
    data: listScale([elements.map((each) => each.data)]),
    grad: listScale([elements.map((each) => each.grad)]),
  };
  const paths = view.mayBox && box.twins.length === rows.length ? box.twins : [];
  return (
    <Section title="In all calls" note={`${count(rows.length)} copies`}>
      <ol class="copies" start={start + 1}>
        {rows.slice(start, end).map((row, k) => (
          <Copy
            key={start + k}
            at={start + k}
            row={row}
            name={box.name}
            path={paths[start + k]}
            most={most}
          />
        ))}
      </ol>
      <p class="pages">
        {rows.length > ROWS && (
          <Paged start={start} size={ROWS} total={rows.length} origin={1} onStart={setFrom} />
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
