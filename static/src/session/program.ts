/**
 * The source of the program, the files beside it, and the numbers that go with it.
 *
 * `given` are the numbers of names that the source leaves free; they outlive an edit. `moved` are leaves that
 * a slider, a number field or a descent has set; the source decides, so an edit drops them.
 */
import { computed, signal } from "@preact/signals";
import { boot } from "../wire/boot";
import { asText, type Files, type Program, type ProgramText } from "../wire/calls";
import type { GraphDocument, GraphNode } from "../wire/types";

export type Numbers = Readonly<Record<string, number>>;

/** More leaves than this are not sent along with every request. */
const PINNED = 2_000;

/** No file is attached. */
const NO_FILES: Files = {};

/** Whether the source uses a name without making a value of that name. */
function leavesFree(text: string, name: string): boolean {
  if (!new RegExp(`\\b${name}\\b`).test(text)) return false;
  return !new RegExp(`(^|[;\\n])\\s*${name}\\s*=(?!=)|label\\s*=\\s*['"]${name}['"]`).test(text);
}

/** The numbers that come with a source, in two parts: of names that it leaves free, and of leaves that it makes. */
export function split(text: string, values: Numbers): { readonly free: Numbers; readonly leaves: Numbers } {
  const all = Object.entries(values);
  return {
    free: Object.fromEntries(all.filter(([name]) => /^\w+$/.test(name) && leavesFree(text, name))),
    leaves: Object.fromEntries(all.filter(([name]) => !/^\w+$/.test(name) || !leavesFree(text, name))),
  };
}

export function createProgram() {
  const source = signal("");
  const files = signal<Files>(NO_FILES);
  const given = signal<Numbers>({});
  const moved = signal<Numbers>({});
  /** Whether a class of the program's own may run in C once it has passed the check. */
  const isFast = signal(true);

  const text = computed<ProgramText>(() => ({
    source: source.value,
    ...(files.value === NO_FILES ? {} : { files: files.value }),
  }));

  /** What a request sends: the text, numbers for the names that it leaves free, and for leaves. */
  function withNumbers(of: ProgramText, leaves: Numbers = moved.value): Program {
    const free = Object.entries(given.value).filter(([name]) => leavesFree(of.source, name));
    const sent = { ...asText(of), values: { ...Object.fromEntries(free), ...leaves } };
    return isFast.value ? sent : { ...sent, fast_engine: false };
  }

  /** Whether this text with these files is what is in the editor. */
  const isHere = (of: ProgramText): boolean =>
    of.source === source.value && (of.files ?? NO_FILES) === files.value;

  /**
   * What a request about a document sends. Once another text is here, names that the document's own text leaves free
   * have the numbers that it shows, unless they were moved since.
   */
  function shownIn(of: GraphDocument): Program {
    const sent = withNumbers(of);
    if (isHere(of)) return sent;
    const leaves = of.nodes.filter(
      (node) => node.op === "leaf" && leavesFree(of.source, node.name ?? node.id),
    );
    const shown = Object.fromEntries(leaves.map((leaf) => [leaf.name ?? leaf.id, leaf.data]));
    return { ...sent, values: { ...shown, ...sent.values } };
  }

  /** Put another text here, with the files that belong to it. */
  function setText(next: ProgramText): void {
    source.value = next.source;
    const beside = next.files ?? NO_FILES;
    files.value = Object.keys(beside).length === 0 ? NO_FILES : beside;
  }

  /** Free names keep the numbers that they were moved to. */
  function keepGiven(): void {
    const kept = Object.entries(moved.value).filter(([name]) => name in given.value);
    if (kept.length > 0) given.value = { ...given.value, ...Object.fromEntries(kept) };
  }

  /**
   * All leaves where they are, so that moving one moves only that one: where they were moved to, which may be
   * ahead of what is shown, else where they are shown.
   */
  function pinned(leaves: readonly GraphNode[]): Record<string, number> {
    const ahead = moved.value;
    if (leaves.length === 0 || leaves.length > PINNED) return { ...ahead };
    const finite = leaves.filter((leaf) => Number.isFinite(leaf.data));
    return Object.fromEntries(
      finite.map((leaf) => {
        const name = leaf.name ?? leaf.id;
        return [name, ahead[name] ?? leaf.data];
      }),
    );
  }

  return {
    source,
    files,
    text,
    setText,
    isHere,
    given,
    moved,
    isFast,
    withNumbers,
    shownIn,
    keepGiven,
    pinned,
    program: computed<Program>(() => withNumbers(text.value)),
    /** The example whose text is in the editor, letter for letter. */
    example: computed(() => boot.examples.find((entry) => entry.source === source.value) ?? null),
  };
}

export type ProgramState = ReturnType<typeof createProgram>;
