/** What is selected, before and after: the exact numbers of a value, and those in a box that differ. */
import type { JSX } from "preact";
import { count, repr } from "../format";
import { idOf } from "../wire/ids";
import type { CompareDocument } from "../wire/schema";
import { saidOf, wordsOf } from "./annotate";
import type { Marks, Which } from "./kinds";
import { otherOf, usePanes } from "./panes";
import { useCompare } from "./state";

/** Nodes of a box that are listed. */
const LISTED = 8;

type Read = (which: Which, own: number, what: "data" | "grad") => string;

function reading({ numbers }: CompareDocument): Read {
  return (which, own, what) => {
    if (own < 0) return "–";
    const number = numbers?.[which][what][own];
    return number === null || number === undefined ? "–" : repr(Number(number));
  };
}

function Row(props: {
  readonly which: Which;
  readonly at: number;
  readonly name: string;
  readonly marks: Marks;
  readonly read: Read;
}): JSX.Element {
  const { which, at, name, marks, read } = props;
  const there = marks.other(which, at);
  const here = marks.own(which, at);
  const away = there < 0 ? -1 : marks.own(otherOf(which), there);
  const [before, after] = which === "before" ? [here, away] : [away, here];
  const words = wordsOf(saidOf({ members: [at] }, which, marks));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{words[1]}</td>
      <td class="is-data">{read("before", before, "data")}</td>
      <td class="is-data">{read("after", after, "data")}</td>
      <td class="is-grad">{read("before", before, "grad")}</td>
      <td class="is-grad">{read("after", after, "grad")}</td>
    </tr>
  );
}

export function Selected(): JSX.Element {
  const { found, marks, selected } = useCompare();
  const { panes } = usePanes();
  const [now, all, chosen] = [found.value, marks.value, selected.value];
  const box = chosen === null ? undefined : panes[chosen.which].drawing?.boxes.boxes.get(chosen.id);
  if (now === null || all === null || chosen === null || box === undefined) {
    return (
      <section class="cp-selected" aria-label="Selected">
        <p class="muted">
          {now === null
            ? "Write or paste a program on each side. Both graphs are drawn here, with what differs marked."
            : "Select a value or a box to see its numbers before and after."}
        </p>
      </section>
    );
  }
  const { which } = chosen;
  const differing = box.members.filter((at) => all.kind(which, at) !== null);
  const wanted = differing.length > 0 ? differing : box.members;
  const first = chosen.at === null ? [] : [chosen.at];
  const listed = [...first, ...wanted.filter((at) => at !== chosen.at)].slice(0, LISTED);
  const place = (at: number): string => {
    if (box.members.length === 1) return box.name;
    for (const { name, cells } of [box.shown, ...box.docks]) {
      const index = cells.indexOf(at);
      if (index >= 0) return `${name}[${index}]`;
    }
    return idOf(all.own(which, at) < 0 ? at : all.own(which, at));
  };
  const more = wanted.length - listed.filter((at) => wanted.includes(at)).length;
  return (
    <section class="cp-selected" aria-label="Selected">
      <div role="status" class="sr">
        {box.name}, {wordsOf(saidOf(box, which, all))[1]}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard must be able to do */}
      <section class="cp-table" aria-label={`Numbers of ${box.name}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{box.name}</th>
              <th scope="col">Difference</th>
              <th scope="col">data before</th>
              <th scope="col">data after</th>
              <th scope="col">grad before</th>
              <th scope="col">grad after</th>
            </tr>
          </thead>
          <tbody>
            {listed.map((at) => (
              <Row key={at} which={which} at={at} name={place(at)} marks={all} read={reading(now)} />
            ))}
          </tbody>
        </table>
        {more > 0 && <p class="muted">and {count(more)} more. Open the box to see them.</p>}
      </section>
    </section>
  );
}
