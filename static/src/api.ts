/**
 * The only place that fetches. Each call says what it sends and gives back a typed answer, a `Problem` or
 * `Offline`. A busy server is asked again after the time it named, as long as the caller still wants to know.
 */

import {
  type CurveData,
  type Descent,
  type Form,
  type GraphDocument,
  type OpEntry,
  readCurve,
  readDescent,
  readDocument,
  type Step,
} from "./document";
import type { Task } from "./lessons/check";
import type { asked } from "./plan";
import { Offline, readProblem } from "./problem";
import type { Statement } from "./reference/judge";
import type { OpenApi } from "./reference/openapi";
import { headersOf, type Wire } from "./reference/request";
import type { Kept } from "./session/link";
import { type Bug, type BugAnswer, readBugs } from "./wire/bugs";
import { type Method, type Nudge, readNudge } from "./wire/nudge";
import { type Paths, readPaths } from "./wire/paths";

const BASE = "/api/v1";
const BUSY_SECONDS = 2;

export interface Program {
  readonly source: string;
  readonly values: Readonly<Record<string, number>>;
}

export type Include = "nodes" | "frame" | "trace";

export interface View {
  readonly direction: "LR" | "TB";
  readonly look: "merged" | "classic";
  readonly collapsed: readonly string[];
  /** What is repeated is one box. */
  readonly folded?: boolean;
  readonly around: { readonly node: string; readonly hops: number } | null;
}

export interface DescentRequest {
  readonly learning_rate: number;
  readonly steps: number;
  readonly direction: "minimize" | "maximize";
  readonly parameters: readonly string[];
  readonly stride: number;
  readonly optimizer?: ReturnType<typeof asked>["optimizer"];
  readonly schedule?: ReturnType<typeof asked>["schedule"];
  /** Nodes whose numbers the frames hold; all without it. */
  readonly watch?: readonly string[];
}

/** A step of the lecture: a program in a state, its text with the numbers filled in, and a task. */
export interface Lesson {
  readonly number: number;
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly state: "fresh" | "program";
  readonly view: "graph" | "steps";
  readonly hide: "grad" | null;
  readonly collapsed: readonly string[];
  readonly html: string;
  readonly task: Task;
}

/** Which points of a curve are asked for: a range, or one by one. */
export type Points =
  | { readonly from: number; readonly to: number; readonly points: number }
  | { readonly at: readonly number[] };

type Listener = (seconds: number) => void;
let onBusy: Listener = () => undefined;

/** Who is told that the server is busy and for how long; 0 when it answers again. */
export function listenForBusy(listener: Listener): void {
  onBusy = listener;
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
  });
}

async function request(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(BASE + path, { ...init, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Offline("The server cannot be reached.");
  }
}

async function send(path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { Accept: `${accept}, application/problem+json`, "Content-Type": "application/json" };
  const init =
    body === undefined
      ? { headers: { Accept: accept } }
      : { method: "POST", headers, body: JSON.stringify(body) };
  for (;;) {
    const response = await request(path, init, signal);
    if (response.ok) {
      onBusy(0);
      return response;
    }
    const problem = readProblem(response.status, await response.json().catch(() => null));
    if (problem.code !== "busy") {
      onBusy(0);
      throw problem;
    }
    const seconds = Number(response.headers.get("Retry-After")) || BUSY_SECONDS;
    onBusy(seconds);
    await pause(seconds, signal);
  }
}

const json = async (path: string, body: unknown, signal: AbortSignal): Promise<unknown> =>
  (await send(path, body, "application/json", signal)).json();

export async function evaluate(
  program: Program,
  state: "fresh" | "program",
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> {
  return readDocument(await json("/evaluate", { ...program, state, include }, signal));
}

export async function forward(
  program: Program,
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> {
  return readDocument(await json("/forward", { ...program, include }, signal));
}

export async function backward(
  program: Program,
  passes: number,
  include: readonly Include[],
  signal: AbortSignal,
): Promise<GraphDocument> {
  const options = passes > 1 ? { zero_grad: false, passes } : {};
  return readDocument(await json("/backward", { ...program, include, ...options }, signal));
}

/** Backward steps from one on, of a pass that has more than one answer holds. */
export async function steps(program: Program, from: number, signal: AbortSignal): Promise<readonly Step[]> {
  const body = { ...program, include: ["trace"], trace_from: from };
  return readDocument(await json("/backward", body, signal)).trace ?? [];
}

export async function descend(
  program: Program,
  options: DescentRequest,
  signal: AbortSignal,
): Promise<Descent> {
  return readDescent(await json("/descend", { ...program, ...options }, signal));
}

/** Backward passes with bugs in them, as many as show the bugs. */
export async function bugs(
  program: Program,
  chosen: readonly Bug[],
  signal: AbortSignal,
): Promise<BugAnswer> {
  return readBugs(await json("/bugs", { ...program, bugs: chosen }, signal));
}

export interface NudgeRequest {
  readonly node: string;
  readonly h: number;
  readonly method: Method;
  readonly curve: boolean;
}

export async function nudge(program: Program, options: NudgeRequest, signal: AbortSignal): Promise<Nudge> {
  return readNudge(await json("/nudge", { ...program, ...options }, signal));
}

export async function paths(
  program: Program,
  options: { readonly node: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Paths> {
  return readPaths(await json("/paths", { ...program, ...options }, signal));
}

/** The output and a leaf's grad while that leaf varies and the others hold. */
export async function curve(
  program: Program,
  leaf: string,
  points: Points,
  signal: AbortSignal,
): Promise<CurveData> {
  return readCurve(await json("/curve", { ...program, leaf, ...points }, signal));
}

/**
 * The picture as SVG text that is written into this page, with the page's own style and theme. `prefix` begins
 * every id, so that two pictures can stand on one page.
 */
export async function render(
  program: Program,
  view: View,
  signal: AbortSignal,
  prefix = "",
): Promise<string> {
  const body = { ...program, prefix, view: { ...picked(view), inline: true } };
  return (await send("/render", body, "image/svg+xml", signal)).text();
}

/** The picture as a file that is complete on its own. */
export async function rendered(
  program: Program,
  view: View,
  form: Form,
  theme: "auto" | "light" | "dark",
  signal: AbortSignal,
): Promise<Blob> {
  const body = { ...program, format: form.name, view: { ...picked(view), theme } };
  return (await send("/render", body, form.media, signal)).blob();
}

/** The whole graph as another tool's text. */
export async function exported(program: Program, form: Form, signal: AbortSignal): Promise<Blob> {
  return (await send("/export", { ...program, format: form.name }, form.media, signal)).blob();
}

function picked(view: View): Record<string, unknown> {
  const { around, folded = false, ...rest } = view;
  return { ...rest, ...(folded ? { folded } : {}), ...(around === null ? {} : { around }) };
}

export async function ops(signal: AbortSignal): Promise<OpEntry[]> {
  return (await json("/ops", undefined, signal)) as OpEntry[];
}

/** An answer as it came, whatever its status: what the developer page shows. */
export interface Exchange {
  readonly status: number;
  readonly type: string;
  readonly location: string | null;
  readonly etag: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Send a request as it is written; only a server that cannot be reached is an error. */
export async function exchange(wire: Wire, signal: AbortSignal): Promise<Exchange> {
  try {
    const response = await fetch(wire.path, {
      method: wire.method,
      headers: headersOf(wire),
      body: wire.body,
      signal,
    });
    return {
      status: response.status,
      type: response.headers.get("Content-Type") ?? "",
      location: response.headers.get("Location"),
      etag: response.headers.get("ETag"),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Offline("The server cannot be reached.");
  }
}

/** Keep what is shown under a short link, for ever; gives its address. Equal content has the equal address. */
export async function snapshot(kept: Kept, signal: AbortSignal): Promise<string> {
  const { source, values = {}, look, direction, collapsed, folded, around, ...page } = kept;
  const view = Object.fromEntries(
    Object.entries({ look, direction, collapsed, folded, around }).filter(([, value]) => value !== undefined),
  );
  // Without a pass that is gone through, the numbers are as the program left them.
  const state = page.mode === undefined ? "program" : "fresh";
  const made = (await json("/snapshots", { source, values, state, view, page }, signal)) as { url: string };
  return made.url;
}

async function read(path: string, signal: AbortSignal): Promise<unknown> {
  const { status, bytes } = await exchange({ method: "GET", path, headers: {}, body: null }, signal);
  const body = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  if (status !== 200) throw readProblem(status, body);
  return body;
}

export async function openapi(signal: AbortSignal): Promise<OpenApi> {
  return (await read("/openapi.json", signal)) as OpenApi;
}

export async function conformance(signal: AbortSignal): Promise<Statement[]> {
  return (await read(`${BASE}/conformance`, signal)) as Statement[];
}

export async function lessons(signal: AbortSignal): Promise<Lesson[]> {
  return (await json("/lessons", undefined, signal)) as Lesson[];
}
