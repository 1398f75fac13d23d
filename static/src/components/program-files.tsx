/** The program and its files as tabs, and what can be done with the file that is shown. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useSession } from "../session/context";
import { PROGRAM } from "../session/files";
import { chooseFiles } from "./choose-files";
import { Icon } from "./icon";
import { Prose } from "./prose";

export const EDITOR = "editor-text";

export function AttachButton({ onAttached }: { onAttached?: (() => void) | undefined }): JSX.Element {
  const { attach } = useSession().files;
  return (
    <button
      class="btn ghost sm"
      type="button"
      title="Attach files that the program opens or imports; or drop them here"
      onClick={() => chooseFiles((chosen) => void attach(chosen).then(onAttached))}
    >
      <Icon name="attach" />
      Attach
    </button>
  );
}

/** The tabs: one has the focus, the arrows go to the others and show them. */
function Tabs({ names }: { names: readonly string[] }): JSX.Element {
  const {
    document: { problem },
    files: { remove, show, shown },
  } = useSession();
  const list = useRef<HTMLDivElement>(null);
  const tabs: readonly (string | null)[] = [null, ...names];
  const place = problem.value?.place ?? null;
  const press = (event: KeyboardEvent, at: number): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: tabs.length - 1 - at }[event.key];
    const tab = tabs[at] ?? null;
    if (event.key === "Delete" && tab !== null) remove(tab);
    else if (by === undefined) return;
    else show(tabs[(at + by + tabs.length) % tabs.length] ?? null);
    event.preventDefault();
    event.stopPropagation();
    const next = by === undefined ? 0 : (at + by + tabs.length) % tabs.length;
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class="file-tabs" role="tablist" aria-label="Program and files" ref={list}>
      {tabs.map((file, at) => {
        const isFaulty = place !== null && (place.file ?? null) === file;
        return (
          <button
            key={file ?? ""}
            type="button"
            role="tab"
            class={isFaulty ? "is-faulty" : undefined}
            aria-selected={file === shown.value}
            aria-controls={EDITOR}
            aria-label={isFaulty ? `${file ?? PROGRAM}, 1 problem` : undefined}
            tabIndex={file === shown.value ? 0 : -1}
            onClick={() => show(file)}
            onKeyDown={(event) => press(event, at)}
          >
            {file ?? PROGRAM}
          </button>
        );
      })}
    </div>
  );
}

/** A field for the name of a file. */
function NameField({ file, onDone }: { file: string; onDone: () => void }): JSX.Element {
  const { rename } = useSession().files;
  const [why, setWhy] = useState<string | null>(null);
  const keep = (name: string): void => {
    const refused = rename(file, name.trim());
    setWhy(refused);
    if (refused === null) onDone();
  };
  return (
    <form
      class="file-name"
      onSubmit={(event) => {
        event.preventDefault();
        keep(new FormData(event.currentTarget).get("name") as string);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <input
        class="field"
        name="name"
        aria-label={`New name of ${file}`}
        aria-invalid={why !== null}
        aria-describedby="file-name-refused"
        defaultValue={file}
        autoComplete="off"
        spellcheck={false}
        ref={(field) => field?.focus()}
      />
      <button class="btn sm" type="submit">
        Rename
      </button>
      <button class="btn ghost sm" type="button" onClick={onDone}>
        Cancel
      </button>
      <p id="file-name-refused" role="alert">
        {why !== null && <Prose text={why} />}
      </p>
    </form>
  );
}

function Actions({ file, onRename }: { file: string; onRename: () => void }): JSX.Element {
  const { remove } = useSession().files;
  return (
    <>
      <button class="btn ghost sm" type="button" onClick={onRename}>
        Rename
      </button>
      <button
        class="btn ghost sm icon"
        type="button"
        aria-label={`Remove ${file}`}
        title={`Remove ${file} (Delete on its tab)`}
        onClick={() => remove(file)}
      >
        <Icon name="close" />
      </button>
    </>
  );
}

/** What was done to the files last, with the way back, and what a link has no room for. */
function Said({ left }: { left: readonly string[] }): JSX.Element {
  const { canUndo, said, undo } = useSession().files;
  return (
    <div class="files-said" role="status">
      {said.value !== null && (
        <p>
          <span>
            <Prose text={said.value} />
          </span>
          {canUndo.value && (
            <button class="btn sm" type="button" onClick={undo}>
              Undo
            </button>
          )}
        </p>
      )}
      {left.length > 0 && (
        <p>
          <span>
            Links leave out <Prose text={left.map((name) => `\`${name}\``).join(", ")} />: too long for a
            link.
          </span>
        </p>
      )}
    </div>
  );
}

/** `left`: names of the files that a link has no room for. */
export function Files({ left }: { left: readonly string[] }): JSX.Element {
  const {
    files: { shown },
    program,
  } = useSession();
  const [renamed, setRenamed] = useState<string | null>(null);
  const names = Object.keys(program.files.value);
  const file = shown.value;
  return (
    <>
      {names.length > 0 && (
        <div class="files">
          <Tabs names={names} />
          {file !== null && renamed !== file && <Actions file={file} onRename={() => setRenamed(file)} />}
        </div>
      )}
      {file !== null && renamed === file && <NameField file={file} onDone={() => setRenamed(null)} />}
      <Said left={left} />
    </>
  );
}
