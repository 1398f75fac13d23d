/** The calls that the page makes, by what it wants to know. Each raises Problem or Offline (request.ts). */
import { boot } from "./boot";
import { KnownNodes } from "./known";
import { type Asked, get, post, send, told } from "./request";
import type * as wire from "./schema";
import type {
  Bug,
  BugAnswer,
  CurveData,
  Descent,
  Detail,
  Format,
  Found,
  GraphDocument,
  GraphNode,
  Lesson,
  Nudge,
  Paths,
  Statement,
  Step,
  Window,
} from "./types";

/** What a program can open and import, by name. */
export type Files = Readonly<Record<string, string>>;
/** A program's text and the files beside it; a request without files does not mention them. */
export interface ProgramText {
  readonly source: string;
  readonly files?: Files;
}
/** Only the text of whatever has one. */
export const asText = ({ source, files }: ProgramText): ProgramText =>
  files === undefined ? { source } : { source, files };
/** A program and the numbers of its leaves. */
export interface Program
  extends ProgramText,
    Required<Pick<wire.ProgramRequest, "values">>,
    Pick<wire.ProgramRequest, "fast_engine"> {}
export type Include = NonNullable<wire.ProgramRequest["include"]>[number];
export type State = NonNullable<wire.ProgramRequest["state"]>;

export interface View extends Required<Pick<wire.ViewRequest, "direction" | "look" | "collapsed">> {
  readonly around: wire.Around | null;
  /** Null where the server chooses, by what fits into so many px; then it chooses a direction that is free, too. */
  readonly detail: Detail | null;
  readonly open: readonly string[];
  readonly fit: { readonly width: number; readonly height: number } | null;
  readonly isFree?: boolean;
}

export type DescentRequest = Omit<wire.DescendRequest, keyof wire.ProgramRequest>;
export type NudgeRequest = Required<Pick<wire.NudgeRequest, "node" | "h" | "method" | "curve" | "frame">>;

/** Which points of a curve are asked for: a range, or one by one. */
export type Points =
  | Required<Pick<Asked<"/curve">, "from" | "to" | "points">>
  | Required<Pick<Asked<"/curve">, "at">>;

/** A graph as it was answered to this program, as the page has it. */
export const asDocument = (
  found: wire.GraphDocument,
  { files }: ProgramText,
  numbers: State = "fresh",
): GraphDocument => ({
  ...found,
  frame: found.frame ?? null,
  trace: found.trace ?? null,
  numbers,
  ...(found.nodes.length === 0 && found.frame !== undefined ? { known: new KnownNodes() } : {}),
  ...(files === undefined ? {} : { files }),
});

export const evaluate = async (
  program: Program,
  state: State,
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> =>
  asDocument(await post("/evaluate", { ...program, state, include }, signal), program, state);

export type Figure = wire.FigureDocument;

/** What a run tells on its way. */
export interface Listener {
  readonly printed: (text: string) => void;
  readonly figure: (figure: Figure) => void;
}

/**
 * Run a program and read it as it leaves itself. Where the server streams runs, what it prints and draws is sent as it
 * comes and the run may take longer; the program ends when the signal aborts.
 */
export async function run(program: Program, signal: AbortSignal, listener: Listener): Promise<GraphDocument> {
  const body = { ...program, state: "program" as const, include: ["nodes", "figures"] as const };
  const { stream_seconds: streams } = boot.limits;
  if (streams === undefined) return asDocument(await post("/evaluate", body, signal), program, "program");
  const tell = (name: string, data: unknown): void => {
    if (name === "printed") listener.printed(String((data as { readonly text?: unknown }).text ?? ""));
    if (name === "figure") listener.figure(data as Figure);
  };
  return asDocument(await told("/evaluate", body, signal, tell), program, "program");
}

export const forward = async (
  program: Program,
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> => asDocument(await post("/forward", { ...program, include }, signal), program);

export async function backward(
  program: Program,
  passes: number,
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> {
  const options = passes > 1 ? { zero_grad: false, passes } : {};
  return asDocument(await post("/backward", { ...program, include, ...options }, signal), program);
}

/**
 * One fresh pass. Where the program computes with an engine of its own, it is the pass that the program ran, with the
 * grads that came of it; a program that ran none gets the right one.
 */
export async function pass(
  program: Program,
  include: readonly Include[],
  signal: AbortSignal,
  hasOwn: boolean,
): Promise<GraphDocument> {
  const own = hasOwn ? await evaluate(program, "program", include, signal) : null;
  return own?.nodes.some((node) => node.grad_state !== "none") === true
    ? own
    : backward(program, 1, include, signal);
}

/** Backward steps from one on, of a pass that has more than one answer holds. */
export async function steps(program: Program, from: number, signal: AbortSignal): Promise<readonly Step[]> {
  const found = await post("/backward", { ...program, include: ["trace"], trace_from: from }, signal);
  return found.trace ?? [];
}

/** Some of a graph's nodes. */
export async function someNodes(
  program: Program,
  state: State,
  asked: Window,
  signal: AbortSignal,
): Promise<readonly GraphNode[]> {
  const found = await post("/evaluate", { ...program, state, include: [], window: asked }, signal);
  return found.window?.nodes ?? [];
}

/** Some of the steps of a pass, with the nodes that they speak of. */
export async function someSteps(
  program: Program,
  hasOwn: boolean,
  from: number,
  count: number,
  signal: AbortSignal,
): Promise<{ readonly steps: readonly Step[]; readonly nodes: readonly GraphNode[] }> {
  const body = {
    ...program,
    include: ["trace" as const],
    trace_from: from,
    trace_count: count,
    window: { trace: true },
  };
  const found = await (hasOwn
    ? post("/evaluate", { ...body, state: "program" }, signal)
    : post("/backward", body, signal));
  return { steps: found.trace ?? [], nodes: found.window?.nodes ?? [] };
}

/** What a query finds. */
export const find = async (
  program: Program,
  state: State,
  asked: Pick<Asked<"/find">, "query" | "kinds" | "from" | "limit">,
  signal: AbortSignal,
): Promise<readonly Found[]> => (await post("/find", { ...program, state, ...asked }, signal)).found;

export const descend = (program: Program, options: DescentRequest, signal: AbortSignal): Promise<Descent> =>
  post("/descend", { ...program, ...options }, signal);

/** Backward passes with bugs in them, as many as show the bugs. */
export const bugs = (program: Program, chosen: readonly Bug[], signal: AbortSignal): Promise<BugAnswer> =>
  post("/bugs", { ...program, bugs: chosen }, signal);

export async function nudge(program: Program, options: NudgeRequest, signal: AbortSignal): Promise<Nudge> {
  const found = await post("/nudge", { ...program, ...options }, signal);
  return { ...found, frame: found.frame ?? null, changed: found.changed ?? [], curve: found.curve ?? [] };
}

export async function paths(
  program: Program,
  options: { readonly node: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Paths> {
  const found = await post("/paths", { ...program, ...options }, signal);
  return { ...found, count: readCount(found.count) };
}

/** A count of paths: its digits are text where no double holds it. */
export function readCount(raw: number | string): Paths["count"] {
  if (typeof raw === "number") return raw;
  return /^\d+$/.test(raw) ? BigInt(raw) : null;
}

/** The output and a leaf's grad while that leaf varies and the others hold. */
export const curve = (
  program: Program,
  leaf: string,
  points: Points,
  signal: AbortSignal,
): Promise<CurveData> => post("/curve", { ...program, leaf, ...points }, signal);

/**
 * The picture as SVG text that is written into this page, with the page's own style and theme. `prefix` begins
 * every id, so that one page can hold two pictures.
 */
export async function render(
  program: Program,
  view: View,
  signal: AbortSignal,
  prefix = "",
): Promise<string> {
  const body: Asked<"/render"> = { ...program, prefix, view: { ...picked(view), inline: true } };
  return (await send("/render", body, "image/svg+xml", signal)).text();
}

/** What only a picture that is complete on its own has. */
export interface Printed extends Required<Pick<wire.ViewRequest, "theme" | "background">> {
  /** So many steps of the backward pass are done; null for all of them. */
  readonly step: number | null;
  /** Places whose grads are not there yet, each run of them as its first and its last. */
  readonly pending: readonly (readonly [number, number])[];
}

/** The picture as a file that is complete on its own. */
export async function rendered(
  program: Program,
  view: View,
  form: Format,
  { step, pending, ...printed }: Printed,
  signal: AbortSignal,
): Promise<Blob> {
  const body = {
    ...program,
    format: form.name,
    grads_after: step,
    pending,
    view: { ...picked(view), ...printed },
  };
  return (await send("/render", body, form.media, signal)).blob();
}

/** The whole graph as another tool's text. */
export async function exported(program: Program, form: Format, signal: AbortSignal): Promise<Blob> {
  return (await send("/export", { ...program, format: form.name }, form.media, signal)).blob();
}

/** A view as a request has it. */
export function picked(view: View): wire.ViewRequest {
  const { around, direction, detail, open, fit, isFree = false, ...rest } = view;
  return {
    ...rest,
    ...(isFree ? {} : { direction }),
    ...(around === null ? {} : { around }),
    // Where nothing says how large the canvas is, as a hidden one, boxes are drawn as far as they can be read.
    ...(detail !== null ? { detail } : fit === null && open.length === 0 ? { folded: true } : {}),
    ...(open.length === 0 ? {} : { open: [...open] }),
    ...(fit === null ? {} : { fit: { ...fit } }),
  };
}

/** Keep what is shown under a short link; gives its address. Equal content has the equal address. */
export async function snapshot(shown: Asked<"/snapshots">, signal: AbortSignal): Promise<string> {
  return (await post("/snapshots", shown, signal)).url;
}

/** What differs between two programs. */
export const compare = (asked: Asked<"/compare">, signal: AbortSignal): Promise<wire.CompareDocument> =>
  post("/compare", asked, signal);

export const conformance = (signal: AbortSignal): Promise<readonly Statement[]> =>
  get("/conformance", signal);

export const lessons = (signal: AbortSignal): Promise<readonly Lesson[]> => get("/lessons", signal);
