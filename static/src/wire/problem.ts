/** What can go wrong with a request, as the page tells it apart. */
import type * as wire from "./schema";

/** Where in a program: lines and columns from 1, in code points, the end exclusive. */
export interface Place {
  /** The attached file that it is in; null or left out for the program itself. */
  readonly file?: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A view that would fit where the whole picture does not. */
export type ViewChange = wire.ViewRequest;

/** An answer of RFC 9457: the server understood and said no. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly hint: string | null,
    readonly place: Place | null,
    readonly names: readonly string[],
    readonly limit: wire.Problem["limit"] | null,
    readonly views: readonly ViewChange[],
    /** What the program printed before it failed. */
    readonly printed = "",
  ) {
    super(detail);
  }
}

/** Fields of the API that a hint may name. A page has buttons and sliders for them. */
const FIELD = /`(?:values|views|groups|stride|watch|curve)`/;
/** Hints that list names of the program, which may be called as a field is. */
const OF_NAMES = /^(?:Did you mean|Its leaves are)/;

const NO_SANDBOX =
  "This server cannot run a class of your own, because it has no sandbox for Python. Use the built-in `Value` here, or run Backlens on Linux.";

/** What is wrong, in words for the person who wrote the program. */
export const complaint = ({ code, detail }: Problem): string =>
  code === "needs-sandbox" ? NO_SANDBOX : detail;

/** What a person can do about a problem: the hint without what only a client of the API can do. */
export function advice({ code, hint }: Problem): string | null {
  if (code === "needs-sandbox") return null; // it is in the complaint
  const kept = (hint ?? "")
    .replace(/ Or give it a number in `values`\./, "")
    .replace(/, or give it a number in `values`/, "");
  return kept === "" || (FIELD.test(kept) && !OF_NAMES.test(kept)) ? null : kept;
}

/** What is wrong and what can be done about it. */
export const withAdvice = (problem: Problem): string =>
  `${complaint(problem)} ${advice(problem) ?? ""}`.trim();

/** "line 4", "line 4 of value.py" */
export const lineWords = (line: number, file: string | null = null): string =>
  file === null ? `line ${line}` : `line ${line} of ${file}`;

/** Where a problem is, as its sentence begins: "Line 4, column 10". */
export const placeWords = ({ line, column, file }: Place): string =>
  `Line ${line}, column ${column}${file ? ` of ${file}` : ""}`;

/** No answer at all: the network or the server cannot be reached. */
export class Offline extends Error {}

/** A problem document, none of whose members is trusted: a proxy may have answered. */
type Raw = { readonly [Name in keyof wire.Problem | "file" | "printed"]?: unknown };

const text = (raw: unknown): string | null => (typeof raw === "string" && raw !== "" ? raw : null);

function place(body: Raw): Place | null {
  if (typeof body.line !== "number") return null;
  const column = typeof body.column === "number" ? body.column : 1;
  return {
    file: text(body.file),
    line: body.line,
    column,
    endLine: typeof body.end_line === "number" ? body.end_line : body.line,
    endColumn: typeof body.end_column === "number" ? body.end_column : column,
  };
}

/** Read a problem document; an answer that is none still becomes a sentence. */
export function readProblem(status: number, raw: unknown): Problem {
  const body = (typeof raw === "object" && raw !== null ? raw : {}) as Raw;
  return new Problem(
    text(body.code) ?? `status-${status}`,
    status,
    text(body.detail) ?? text(body.title) ?? `The server answered with status ${status}.`,
    text(body.hint),
    place(body),
    Array.isArray(body.names) ? body.names.map(String) : [],
    (body.limit ?? null) as Problem["limit"],
    Array.isArray(body.views) ? (body.views as ViewChange[]) : [],
    text(body.printed) ?? "",
  );
}
