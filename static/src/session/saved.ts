/** A graph as a page of its own holds it: the document, its drawing, and what was looked at. */
import type { Boot } from "../wire/boot";
import type { GraphDocument } from "../wire/types";
import { deflated, inflated } from "./deflate";
import type { Kept } from "./link";

export interface Saved {
  readonly title: string;
  readonly doc: GraphDocument;
  readonly svg: string;
  /** The numbers, the step and the value that were shown. */
  readonly state: Kept;
  readonly boot: Pick<Boot, "version" | "ops" | "limits">;
}

/** A double that JSON has no word for. */
interface Odd {
  readonly $: string;
}

const isOdd = (value: unknown): value is Odd =>
  typeof value === "object" && value !== null && typeof (value as Partial<Odd>).$ === "string";

const written = (_: string, value: unknown): unknown => {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { $: Object.is(value, -0) ? "-0" : String(value) };
};

const read = (_: string, value: unknown): unknown => (isOdd(value) ? Number(value.$) : value);

/** The text that a page holds: letters, digits, `-` and `_`. */
export const packSaved = (saved: Saved): Promise<string> =>
  deflated(new TextEncoder().encode(JSON.stringify(saved, written)));

/** What a page holds, which is as much its own as its scripts are. */
export const unpackSaved = async (text: string): Promise<Saved> =>
  JSON.parse(await inflated(text.trim(), Number.POSITIVE_INFINITY), read) as Saved;
