/**
 * The files beside the program: attaching them, editing, renaming and removing them, which one the editor shows, and
 * taking back what was done to the list last. A change of a file runs the program again.
 */
import { batch, computed, signal } from "@preact/signals";
import { limit } from "../wire/boot";
import type { Files, ProgramText } from "../wire/calls";
import type { ProgramState } from "./program";
import type { PageScreen } from "./screen";

/** What the program itself is called among its files. */
export const PROGRAM = "main.py";
/** Where the server says nothing else. */
const MOST_BYTES = 2 * 1024 * 1024;

/** A file as it was chosen or dropped. */
export type Chosen = Pick<File, "name" | "arrayBuffer">;

/** The text in a file, with the line ends of an editor; null where its bytes are not text. */
export function read(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text.replaceAll(/\r\n?/g, "\n");
  } catch {
    return null;
  }
}

/** What the files take of the room that a request has for them. */
const bytesOf = (files: Files): number =>
  Object.entries(files).reduce(
    (sum, [name, text]) =>
      sum + new TextEncoder().encode(name).length + new TextEncoder().encode(text).length,
    0,
  );

/** Why a file cannot have this name, beside these; null where it can. */
export function refusedName(name: string, beside: Files): string | null {
  if (name === "") return "Write a name.";
  if (name === PROGRAM) return `\`${PROGRAM}\` is the program.`;
  if (name in beside) return `There is a file \`${name}\` already.`;
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..") || /[\\\0]/.test(name))
    return "Write names such as `names.txt` or `data/names.txt`.";
  return null;
}

interface Needs {
  readonly program: ProgramState;
  /** The text has changed: run it. */
  readonly edited: () => void;
  readonly screen: PageScreen;
}

/** What was attached and what could not be: as much as fits, in the order in which it was chosen. */
async function readAll(chosen: readonly Chosen[], before: ProgramText, most: number) {
  let { source } = before;
  let files = before.files ?? {};
  const attached: string[] = [];
  const refused: string[] = [];
  for (const file of chosen) {
    const text = read(await file.arrayBuffer());
    const next = text === null ? files : { ...files, [file.name]: text };
    if (text === null) refused.push(`\`${file.name}\` is not text.`);
    else if (file.name === PROGRAM) source = text;
    else if (bytesOf(next) > most)
      refused.push(
        `\`${file.name}\` is too large: all files together may have ${Math.round((10 * most) / 1024 ** 2) / 10} MiB.`,
      );
    else files = next;
    if (text !== null && (file.name === PROGRAM || files === next)) attached.push(file.name);
  }
  return { source, files, attached, refused };
}

export function createFiles({ program, edited, screen }: Needs) {
  const { files } = program;
  const open = signal<string | null>(null);
  /** The file that the editor shows; null is the program. */
  const shown = computed(() => (open.value !== null && open.value in files.value ? open.value : null));
  /** What was done to the list last, until something else is. */
  const said = signal<string | null>(null);
  /** The text and the file that was open, before that. */
  const before = signal<{ readonly text: ProgramText; readonly open: string | null } | null>(null);

  /** The line that the editor is to go to, until it has. */
  const target = signal<{ readonly line: number; readonly file: string | null } | null>(null);

  function change(text: ProgramText, next: string | null, words: string): void {
    batch(() => {
      before.value = { text: program.text.value, open: shown.value };
      program.setText(text);
      open.value = next;
      said.value = words;
    });
    edited();
  }

  /** The files without one, and with others in its place. */
  const without = (name: string, instead: Files = {}): ProgramText => ({
    source: program.source.value,
    files: Object.fromEntries(
      Object.entries(files.value).flatMap((entry) => (entry[0] === name ? Object.entries(instead) : [entry])),
    ),
  });

  /** Take files in, one of them under the name that the program asks for. */
  async function attach(chosen: readonly Chosen[], wanted: string | null = null): Promise<void> {
    const [first] = chosen;
    if (first === undefined) return;
    const named: readonly Chosen[] =
      wanted !== null && chosen.every(({ name }) => name !== wanted)
        ? [{ name: wanted, arrayBuffer: () => first.arrayBuffer() }, ...chosen.slice(1)]
        : chosen;
    const most = limit("files_bytes", MOST_BYTES);
    const { source, files: next, attached, refused } = await readAll(named, program.text.value, most);
    if (attached.length === 0) {
      said.value = refused.join(" ");
      before.value = null;
      return;
    }
    const names = attached.map((name) => `\`${name}\``).join(", ");
    // Data stays in the background; a module, or a new program, is what is edited next.
    const last = attached.findLast((name) => name.endsWith(".py")) ?? shown.value;
    const words = [`Attached ${names}.`, ...refused].join(" ");
    change({ source, files: next }, last === PROGRAM ? null : last, words);
  }

  /** Say why a name cannot be; else rename the file. */
  function rename(from: string, to: string): string | null {
    if (from === to) return null;
    const why = refusedName(to, files.value);
    if (why === null) change(without(from, { [to]: files.value[from] ?? "" }), to, `Renamed \`${from}\`.`);
    return why;
  }

  function undo(): void {
    const state = before.value;
    if (state === null) return;
    batch(() => {
      program.setText(state.text);
      open.value = state.open;
      said.value = null;
      before.value = null;
    });
    edited();
  }

  return {
    shown,
    target,
    /** Files are held over the page and would be attached if they were dropped. */
    isOver: signal(false),
    /** Put the cursor into a line of the program or of a file. */
    goTo: (line: number, file: string | null): void =>
      batch(() => {
        open.value = file;
        target.value = { line, file };
        screen.tab.value = "code";
      }),
    said,
    canUndo: computed(() => before.value !== null),
    show: (name: string | null): void => {
      open.value = name;
    },
    attach,
    rename,
    remove: (name: string): void => change(without(name), null, `Removed \`${name}\`.`),
    undo,
    /** The text of a file has been edited; what was done to the list before that stays done. */
    edit: (name: string, text: string): void =>
      batch(() => {
        files.value = { ...files.value, [name]: text };
        said.value = null;
        before.value = null;
      }),
  };
}
