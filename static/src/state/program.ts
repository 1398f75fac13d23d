/**
 * The text and the numbers that go with it.
 *
 * `given` are the numbers of names that the text leaves free; they outlive an edit. `moved` are leaves that
 * a slider, a number field or a descent has set; the text is the truth, so an edit drops them.
 */
import { computed, signal } from "@preact/signals";
import type { Program } from "../api";
import { boot } from "./boot";

type Numbers = Readonly<Record<string, number>>;

export const source = signal("");
export const given = signal<Numbers>({});
export const moved = signal<Numbers>({});

const mentions = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

/** What a request about a text sends: free names only while the text mentions them. */
export function withNumbers(text: string): Program {
  const free = Object.entries(given.value).filter(([name]) => mentions(text, name));
  return { source: text, values: { ...Object.fromEntries(free), ...moved.value } };
}

export const program = computed<Program>(() => withNumbers(source.value));

/** The example whose text is in the editor, letter for letter. */
export const example = computed(() => boot.examples.find((entry) => entry.source === source.value) ?? null);
