/** What the server says about itself: limits, examples, formats, ops, version. Set once, by the page's entry. */
import type { Question, QuestionEntry, Related, RelatedKind } from "./question";
import type { Example, Format, LimitEntry, OpEntry } from "./types";

export interface Boot {
  /** The path under which a proxy shows this service; empty where it has its host to itself. */
  readonly root: string;
  readonly version: string;
  readonly examples: readonly Example[];
  readonly formats: readonly Format[];
  readonly ops: readonly OpEntry[];
  readonly limits: Readonly<Record<string, LimitEntry>>;
  /** Of a page for a link that leads nowhere. */
  readonly deadEnd?: { readonly title: string; readonly text: string };
  /** Every question, of the pages that list them; and the one that is answered. */
  readonly questions?: readonly QuestionEntry[];
  readonly question?: Question;
  /** The question that explains something, by what it is and its name. */
  readonly related?: Readonly<Record<RelatedKind, Readonly<Record<string, Related>>>>;
  /** What a short link keeps: the state that is opened first. */
  readonly state?: unknown;
}

export const boot: Boot = { root: "", version: "", examples: [], formats: [], ops: [], limits: {} };

/** The server's limit of this name, or what holds where it is not known. */
export function limit(name: string, otherwise = Number.POSITIVE_INFINITY): number {
  const value = boot.limits[name]?.value;
  return typeof value === "number" ? value : otherwise;
}

export function setBoot(read: Partial<Boot>): void {
  Object.assign(boot, read);
}

/** An address of this service, which begins with a slash, as this page's host knows it. */
export const rooted = (path: string): string => boot.root + path;

export const opEntry = (op: string): OpEntry | undefined => boot.ops.find(({ name }) => name === op);
