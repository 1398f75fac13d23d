/** The columns of the table, and their headings, by which it is sorted. */
import type { JSX } from "preact";
import { useSession } from "../../session/context";
import type { Key } from "../../session/table";

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

export function Columns({ hasPlaces }: { hasPlaces: boolean }): JSX.Element {
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
