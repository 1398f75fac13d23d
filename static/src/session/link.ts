/**
 * A link holds the whole state of a page in its fragment, which is never sent to a server:
 * `#1.` and the state's JSON, deflated and written in base64url. The number is the version of the form.
 */

import type { Files } from "../wire/calls";
import { MOST_PASSES } from "../wire/schema";
import type { Around, Detail, Direction, Look } from "../wire/types";
import { deflated, inflated } from "./deflate";
import { isPlan, type Plan } from "./plan";

/** What a link keeps. Everything but the text may be left out; pages add what is theirs. */
export interface Kept {
  readonly source: string;
  /** What is attached to it, as far as a link is long enough. */
  readonly files?: Files;
  /** Names of the files that were too long for the link. */
  readonly left?: readonly string[];
  /** Numbers of free names and of leaves that were moved. */
  readonly values?: Readonly<Record<string, number>>;
  readonly look?: Look;
  readonly direction?: Direction;
  readonly collapsed?: readonly string[];
  /** Of links from before boxes could be opened: what is repeated was one box. It is drawn as at first. */
  readonly folded?: boolean;
  readonly detail?: Detail;
  /** Paths of the boxes that are open. */
  readonly open?: readonly string[];
  readonly around?: Around;
  /** Which pass is gone through, and how many of its steps are done. */
  readonly mode?: "forward" | "backward";
  readonly step?: number;
  /** Without a step: how many backward passes are in the grads. */
  readonly passes?: number;
  readonly selected?: string;
  /** Grads are not shown before they are asked for. */
  readonly hide?: "grad";
  /** Names of the leaves that a descent leaves alone. */
  readonly held?: readonly string[];
  /** Names of the leaves that it moves although the program does not call them its parameters. */
  readonly moves?: readonly string[];
  /** What of the descent is not as usual. */
  readonly descent?: Partial<Plan>;
  readonly practise?: unknown;
  readonly slope?: unknown;
  readonly lesson?: unknown;
  readonly train?: unknown;
  /** What the program is compared with. */
  readonly compare?: unknown;
}

/** A link that cannot be opened. The message is meant for the person who opened it. */
export class LinkError extends Error {}

const VERSION = "1";
/** A longer fragment is not one of our links: a program has at most 200,000 characters, and files are left out. */
const LONGEST = 400_000;
/** What a link may unfold to; a fragment made by hand could otherwise unfold without end. */
const LARGEST = 1_000_000;

const CUT = "This link is incomplete or was changed, so it cannot be opened.";
const OTHER = "This link was made by another version of Backlens and cannot be opened here.";

/** The state without its longest file, which is named; null where it has none. */
function shortened(state: Kept): Kept | null {
  const { files = {}, left = [], ...rest } = state;
  const [longest] = Object.entries(files).sort((one, other) => other[1].length - one[1].length);
  if (longest === undefined) return null;
  const { [longest[0]]: _, ...others } = files;
  const named = { ...rest, left: [...left, longest[0]] };
  return Object.keys(others).length === 0 ? named : { ...named, files: others };
}

/** The fragment that keeps as much of this state as a link carries, and the names of the files that it does not. */
export async function carry(
  state: Kept,
): Promise<{ readonly fragment: string; readonly left: readonly string[] }> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const text = await deflated(bytes);
  const shorter = bytes.length > LARGEST || text.length > LONGEST ? shortened(state) : null;
  return shorter === null ? { fragment: `#${VERSION}.${text}`, left: state.left ?? [] } : carry(shorter);
}

/** The fragment that keeps this state, with its `#`. */
export const pack = async (state: Kept): Promise<string> => (await carry(state)).fragment;

/** The state in a fragment; null when the fragment is empty. Raises LinkError with a plain message. */
export async function unpack(fragment: string): Promise<Kept | null> {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  const [, version, body] = /^([0-9]+)\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (version === undefined || body === undefined || body.length > LONGEST) throw new LinkError(CUT);
  if (version !== VERSION) throw new LinkError(OTHER);
  let state: unknown;
  try {
    state = JSON.parse(await inflated(body, LARGEST));
  } catch {
    throw new LinkError(CUT);
  }
  return check(state);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
/** An object of which no member is known yet, among them those whose kind is asked for here. */
type Unchecked = Readonly<Record<string, unknown>> & {
  readonly source?: unknown;
  readonly node?: unknown;
  readonly hops?: unknown;
};
const isRecord = (value: unknown): value is Unchecked =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What each member must be. Members of another version are let be; the pages check what is theirs. */
const SHAPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  files: (value) => isRecord(value) && Object.values(value).every(isText),
  left: isTexts,
  values: (value) => isRecord(value) && Object.values(value).every(Number.isFinite),
  look: (value) => value === "merged" || value === "classic",
  direction: (value) => value === "LR" || value === "TB",
  collapsed: isTexts,
  folded: (value) => typeof value === "boolean",
  detail: (value) => isText(value) && ["program", "calls", "lines", "values"].includes(value),
  open: isTexts,
  around: (value) => isRecord(value) && isText(value.node) && isCount(value.hops),
  mode: (value) => value === "forward" || value === "backward",
  step: isCount,
  passes: (value) => isCount(value) && (value as number) <= MOST_PASSES,
  selected: isText,
  hide: (value) => value === "grad",
  held: isTexts,
  moves: isTexts,
  descent: isPlan,
};

/** The state, if it is one. Raises LinkError. */
export function check(state: unknown): Kept {
  if (!isRecord(state) || !isText(state.source)) throw new LinkError(CUT);
  for (const [name, fits] of Object.entries(SHAPES)) {
    if (name in state && !fits(state[name])) throw new LinkError(CUT);
  }
  return state as unknown as Kept;
}
