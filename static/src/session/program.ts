/**
 * The text and the numbers that go with it.
 *
 * `given` are the numbers of names that the text leaves free; they outlive an edit. `moved` are leaves that
 * a slider, a number field or a descent has set; the text is the truth, so an edit drops them.
 */
import { computed, signal } from "@preact/signals";
import type { Program } from "../api";
import type { GraphNode } from "../document";
import { boot } from "./boot";

type Numbers = Readonly<Record<string, number>>;

export const source = signal("");
export const given = signal<Numbers>({});
export const moved = signal<Numbers>({});

/** Whether a text uses a name without making a value of that name itself. */
function leavesFree(text: string, name: string): boolean {
  if (!new RegExp(`\\b${name}\\b`).test(text)) return false;
  return !new RegExp(`(^|[;\\n])\\s*${name}\\s*=(?!=)|label\\s*=\\s*['"]${name}['"]`).test(text);
}

/** What a request about a text sends: numbers for the names that it leaves free, and for leaves. */
export function withNumbers(text: string, leaves: Numbers = moved.value): Program {
  const free = Object.entries(given.value).filter(([name]) => leavesFree(text, name));
  return { source: text, values: { ...Object.fromEntries(free), ...leaves } };
}

/** The numbers that come with a text, told apart: of names that it leaves free, and of leaves that it makes. */
export function split(text: string, values: Numbers): { readonly free: Numbers; readonly leaves: Numbers } {
  const all = Object.entries(values);
  return {
    free: Object.fromEntries(all.filter(([name]) => /^\w+$/.test(name) && leavesFree(text, name))),
    leaves: Object.fromEntries(all.filter(([name]) => !/^\w+$/.test(name) || !leavesFree(text, name))),
  };
}

export const program = computed<Program>(() => withNumbers(source.value));

/** Free names keep the numbers that they were moved to. */
export function keepGiven(): void {
  const kept = Object.entries(moved.value).filter(([name]) => name in given.value);
  if (kept.length > 0) given.value = { ...given.value, ...Object.fromEntries(kept) };
}

/** More leaves than this are not sent along with every request. */
const PINNED = 2_000;

/**
 * All leaves where they are, so that moving one moves only that one: where they were moved to, which may be
 * ahead of what is shown, else where they are shown.
 */
export function pinned(leaves: readonly GraphNode[]): Record<string, number> {
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

/** The example whose text is in the editor, letter for letter. */
export const example = computed(
  () => boot.value.examples.find((entry) => entry.source === source.value) ?? null,
);
