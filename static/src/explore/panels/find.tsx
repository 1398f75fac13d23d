/** Finding anything in the graph: lists, calls, lines, matrices and values, as a list while it is typed. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Icon, type IconName } from "../../components/icon";
import { IconButton } from "../../components/icon-button";
import { Prose } from "../../components/prose";
import { placeName } from "../../compute/naming";
import { lightFound } from "../../drawing/found";
import { count, short } from "../../format";
import { position } from "../../wire/ids";
import type { Kind, Match } from "../../wire/types";
import type { Row, Section } from "../find/rows";
import type { FindState } from "../find/state";
import { useExplorer } from "../state";

const TITLES: Readonly<Record<Kind, string>> = {
  lists: "Lists",
  calls: "Calls",
  lines: "Lines",
  matrices: "Matrices",
  values: "Values",
};
const ICONS: Readonly<Record<Kind, IconName>> = {
  lists: "list",
  calls: "call",
  lines: "lines",
  matrices: "matrix",
  values: "value",
};
const NOUNS: Readonly<Record<Kind, readonly [string, string]>> = {
  lists: ["list", "lists"],
  calls: ["call", "calls"],
  lines: ["line", "lines"],
  matrices: ["matrix", "matrices"],
  values: ["value", "values"],
};

const amount = (number: number, kind: Kind): string =>
  `${count(number)} ${NOUNS[kind][number === 1 ? 0 : 1]}`;

/** A name with the part that was typed underlined. */
function Name({ text, typed }: { text: string; typed: string }): JSX.Element {
  const word = typed.trim().split(/\s+/)[0]?.toLowerCase() ?? "";
  const from = word === "" ? -1 : text.toLowerCase().indexOf(word);
  if (from === -1) return <b>{text}</b>;
  const to = from + word.length;
  return (
    <b>
      {text.slice(0, from)}
      <u>{text.slice(from, to)}</u>
      {text.slice(to)}
    </b>
  );
}

/** "in head 2, line 26": where it is, as far as the name does not say it. */
function where(kind: Kind, { copies, line, scope, shape }: Match): string {
  const place =
    copies > 1
      ? placeName(
          scope
            .split("/")
            .at(-1)
            ?.replace(/\[\d+\]$/, "") ?? "",
        )
      : placeName(scope);
  const words = [
    place !== "" && kind !== "lines" && `in ${place}`,
    shape.length > 1 && shape.join(" × "),
    line !== null && kind !== "lines" && `line ${line}`,
  ];
  return words.filter((text) => text !== false).join(", ");
}

/** What the end of a row shows: how often it is there, else its numbers, else how many values it has. */
function Amount({ kind, match }: { kind: Kind; match: Match }): JSX.Element {
  const { data, grad } = useExplorer().find.numbersOf(match);
  if (match.copies > 1) return <span class="many">×{count(match.copies)}</span>;
  if (kind === "lines" && match.line !== null) return <span class="muted">line {match.line}</span>;
  if (data === null) return <span class="muted">{amount(match.count, "values")}</span>;
  return (
    <span class="numbers">
      <span class="data">{short(data)}</span>
      {grad !== null && <span class="grad">{short(grad)}</span>}
    </span>
  );
}

function Option({ row, index, left }: { row: Row; index: number; left: number }): JSX.Element {
  const explorer = useExplorer();
  const { at, goTo, only, text } = explorer.find;
  const { kind, match } = row;
  const choose = (): void => {
    if (match === null) only.value = kind;
    else explorer.find.show(kind, match, false);
  };
  return (
    <div
      role="option"
      id={`found-${index}`}
      class={match === null ? "hit-row more" : "hit-row"}
      tabIndex={-1}
      aria-selected={at.value === index}
      onPointerMove={() => goTo(index)}
      onPointerDown={(event) => event.preventDefault()} // the field keeps the focus
      onClick={choose}
      onKeyDown={undefined}
    >
      {match === null ? (
        <span class="what">{amount(left, kind).replace(" ", " more ")}</span>
      ) : (
        <>
          <Icon name={ICONS[kind]} />
          <span class="what">
            <Name text={match.name} typed={text.value} />
            <small>{where(kind, match)}</small>
          </span>
          <Amount kind={kind} match={match} />
        </>
      )}
    </div>
  );
}

function Kinds({ section, first }: { section: Section; first: number }): JSX.Element {
  const { kind, rows, left } = section;
  const copies = rows.filter((row) => row.match !== null).length + left;
  const alike = copies === 1 ? "alike" : `in ${count(copies)} kinds`;
  const note = count(section.count) + (copies === section.count ? "" : ` ${alike}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of options has groups of this role
    <div role="group" aria-label={`${TITLES[kind]}, ${note}`}>
      <p class="kind" aria-hidden="true">
        <span>{TITLES[kind]}</span>
        <span>{note}</span>
      </p>
      {rows.map((row, index) => (
        <Option key={row.match?.path ?? "more"} row={row} index={first + index} left={left} />
      ))}
    </div>
  );
}

/** What to type, as long as nothing is. */
const HINT = "A name, or `grad>1`, `data<=0`, `nan`, `inf`, `tanh`, `leaf`, `line:12`, `n5`.";

function List(): JSX.Element {
  const { fault, isWaiting, only, rows, sections, text } = useExplorer().find;
  let first = 0;
  return (
    <div class="found" onPointerDown={(event) => event.preventDefault()}>
      {fault.value !== null && (
        <p class="none" role="alert">
          <Prose text={fault.value} />
        </p>
      )}
      {fault.value === null && rows.value.length === 0 && (
        <p class="none">{isWaiting.value ? "Looking …" : "Nothing has this name or number."}</p>
      )}
      <div role="listbox" id="found" aria-label="Found" class={only.value === null ? undefined : "all"}>
        {sections.value.map((section) => {
          const at = first;
          first += section.rows.length;
          return <Kinds key={section.kind} section={section} first={at} />;
        })}
      </div>
      <p class="keys">
        {text.value.trim() === "" ? (
          <Prose text={HINT} />
        ) : (
          <>
            <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> select <kbd>Shift</kbd> <kbd>Enter</kbd> open
          </>
        )}
      </p>
    </div>
  );
}

/** What a screen reader hears once typing has rested. */
function said(explorer: ReturnType<typeof useExplorer>): string {
  const { counts, fault, isOpen, isWaiting } = explorer.find;
  if (!isOpen.value || isWaiting.value) return "";
  if (fault.value !== null) return "";
  if (counts.value.length === 0) return "Nothing found.";
  return `${counts.value.map((each) => amount(each.count, each.kind)).join(", ")} found.`;
}

/** Choose a row: go to what was found, or list all of its kind. */
function choose({ active, only, show }: FindState, event: KeyboardEvent): void {
  const row = active.peek();
  if (row === null) return;
  if (row.match === null) {
    only.value = row.kind;
    return;
  }
  show(row.kind, row.match, event.shiftKey);
  (event.currentTarget as HTMLElement).blur();
}

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The keys of the field; whatever else is pressed is typed. */
function pressed(find: FindState, event: KeyboardEvent): void {
  const { close, isOpen, move, only } = find;
  const by = MOVES[event.key];
  if (by === undefined && event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (by !== undefined && isOpen.peek()) move(by);
  else if (by !== undefined) isOpen.value = true;
  else if (event.key === "Enter") choose(find, event);
  else if (only.peek() !== null) only.value = null;
  else {
    close();
    (event.currentTarget as HTMLElement).blur();
  }
}

export function Find(): JSX.Element {
  const explorer = useExplorer();
  const { active, at, close, fault, isOpen, text, type } = explorer.find;
  const field = useRef<HTMLInputElement>(null);
  useSignalEffect(() => {
    const match = active.value?.match ?? null;
    const svg = document.querySelector(".frame svg");
    if (svg !== null)
      lightFound(svg, match === null ? null : { path: match.path, nodes: match.nodes.map(position) });
  });
  // The row that is looked at is in sight.
  useSignalEffect(() => {
    const id = `found-${at.value}`;
    if (isOpen.value) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  });
  const press = (event: KeyboardEvent): void => pressed(explorer.find, event);
  return (
    <span class={isOpen.value ? "search find is-open" : "search find"}>
      <Icon name="search" />
      <input
        ref={field}
        class="field"
        type="search"
        id="find"
        // biome-ignore lint/a11y/noRedundantRoles: it is implied only where a list of the browser's own is named
        role="combobox"
        list={undefined}
        placeholder="Find"
        aria-label="Find in the graph"
        aria-expanded={isOpen.value}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant={active.value === null ? undefined : `found-${at.value}`}
        aria-invalid={isOpen.value && fault.value !== null}
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onFocus={() => {
          isOpen.value = true;
          field.current?.select();
        }}
        onBlur={close}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
      />
      <kbd>{isOpen.value ? "Esc" : "/"}</kbd>
      {isOpen.value && (
        <>
          <IconButton class="btn ghost icon leave" icon="close" label="Close Find" onClick={close} />
          <List />
        </>
      )}
      <span class="sr" aria-live="polite">
        {said(explorer)}
      </span>
    </span>
  );
}
