/** How the graph is drawn, finding a value in it, and taking the drawing away as a file. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { ExportMenu } from "../../components/export-menu";
import { Icon } from "../../components/icon";
import { IconButton } from "../../components/icon-button";
import { Menu } from "../../components/menu";
import { Segments } from "../../components/segments";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { matches } from "../../session/selection";
import { useViewItems, ViewMenu } from "./view-menu";

function Find(): JSX.Element {
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

/** What a toolbar shows as long as it has the room; else the View menu has it. */
function Looks(): JSX.Element {
  const { look, direction, turn } = useSession().view;
  return (
    <span class="tools looks">
      <Segments
        name="look"
        label="Node style"
        value={look.value}
        choices={[
          { value: "merged", label: "Merged", face: "Merged" },
          { value: "classic", label: "Classic", face: "Classic" },
        ]}
        onValue={(value) => assign(look, value)}
      />
      <Segments
        name="direction"
        label="Direction"
        value={direction.value}
        choices={[
          { value: "LR", label: "Left to right", face: <Icon name="across" /> },
          { value: "TB", label: "Top to bottom", face: <Icon name="downward" /> },
        ]}
        onValue={turn}
      />
    </span>
  );
}

function Depth(): JSX.Element {
  const { canFold, collapse, fold, folded, isWhole, levels, showWhole } = useSession().view;
  return (
    <>
      {levels.value.length > 0 && (
        <button class="btn" type="button" title="Collapse groups, level by level (C)" onClick={collapse}>
          <Icon name="group" />
          Collapse
        </button>
      )}
      {canFold.value && (
        <button
          class="btn"
          type="button"
          aria-pressed={folded.value}
          title="Merge repeated parts into one box (O)"
          onClick={fold}
        >
          <Icon name="fold" />
          Fold
        </button>
      )}
      {!isWhole.value && !folded.value && (
        <button class="btn" type="button" onClick={showWhole}>
          Show all values
        </button>
      )}
    </>
  );
}

/** As `Looks`: in the View menu where there is no room. */
function Outward(): JSX.Element {
  const { isPresenting } = useSession().screen;
  const { share } = useViewItems();
  return (
    <span class="tools outward">
      <ExportMenu />
      <Menu label="Share" class="btn" align="right" items={share}>
        <Icon name="share" />
        Share
      </Menu>
      <IconButton
        icon="present"
        label="Present"
        title="Present (P)"
        onClick={() => assign(isPresenting, true)}
      />
    </span>
  );
}

export function Toolbar(): JSX.Element {
  const { inspectorOpen } = useSession().screen;
  return (
    <div class="toolbar" role="toolbar" aria-label="Graph view">
      <Looks />
      <Depth />
      <span class="sp" />
      <Find />
      <Outward />
      <span class="tools in-menu">
        <ViewMenu />
      </span>
      {!inspectorOpen.value && (
        <button class="btn to-inspector" type="button" onClick={() => assign(inspectorOpen, true)}>
          <Icon name="inspect" />
          Inspector
        </button>
      )}
    </div>
  );
}
