/** Finding a value in the graph by its name. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Icon } from "../../components/icon";
import { useSession } from "../../session/context";
import { matches } from "../../session/selection";

export function Find(): JSX.Element {
  const {
    stage,
    document: { doc },
    selection: { select },
  } = useSession();
  const [query, setQuery] = useState("");
  const at = useRef(0);
  const found = matches(doc.value, query);
  const go = (): void => {
    const id = found[at.current % Math.max(found.length, 1)];
    if (id === undefined) return;
    at.current += 1;
    select(id);
    stage.reveal(id);
  };
  return (
    <span class="search">
      <Icon name="search" />
      <input
        class="field"
        type="search"
        id="find"
        placeholder="Find a value"
        aria-label="Find a value"
        aria-invalid={query.trim() !== "" && found.length === 0}
        value={query}
        onInput={(event) => {
          at.current = 0;
          setQuery(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") go();
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
      <span class="sr" aria-live="polite">
        {query.trim() === ""
          ? ""
          : found.length === 0
            ? "No value has this name."
            : `${found.length} found. Enter goes to the next.`}
      </span>
    </span>
  );
}
