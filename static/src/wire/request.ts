/**
 * The only place that fetches. An answer is given back, or a `Problem` or `Offline` is thrown. A busy server is asked
 * again after the time it named, as long as the caller still wants to know.
 */
import { rooted } from "./boot";
import { createEvents, type ServerEvent } from "./events";
import { Offline, readProblem } from "./problem";
import { read } from "./read";
import { ANSWERS, type paths } from "./schema";

const BASE = "/api/v1";
const BUSY_SECONDS = 2;

type Json<Holder> = Holder extends { readonly content: { readonly "application/json": infer Body } }
  ? Body
  : never;
type Answers<Call> = Call extends { readonly responses: infer Each } ? Json<Each[keyof Each]> : never;
/** The rest of a path after the base. */
type Below<Method extends "get" | "post"> = {
  [Path in keyof paths]: Path extends `/api/v1${infer Rest}`
    ? paths[Path][Method] extends object
      ? Rest
      : never
    : never;
}[keyof paths];

/** What a call takes, by its path below the base. */
export type Asked<Rest extends Below<"post">> = paths[`/api/v1${Rest}`]["post"] extends {
  readonly requestBody: infer Body;
}
  ? Json<Body>
  : never;

type Listener = (seconds: number) => void;
const listeners = new Set<Listener>();

/** Called with the seconds for which the server is busy; 0 when it answers again. Gives back what ends it. */
export function listenForBusy(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellBusy(seconds: number): void {
  for (const listener of listeners) listener(seconds);
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

/** Fetch an address of this host, whatever the status. Raises Offline. */
export async function fetched(
  address: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal.aborted) throw error;
    throw new Offline("The server cannot be reached.");
  }
}

/** An answer of this type, however often it takes to ask. Raises Problem, Offline. */
export async function send(
  path: string,
  body: unknown,
  accept: string,
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = { Accept: `${accept}, application/problem+json`, "Content-Type": "application/json" };
  const init =
    body === undefined
      ? { headers: { Accept: accept, ...more } }
      : { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify(body) };
  for (;;) {
    const response = await fetched(rooted(BASE + path), { ...init, signal });
    if (response.ok) {
      tellBusy(0);
      return response;
    }
    const problem = readProblem(response.status, await response.json().catch(() => null));
    if (problem.code !== "busy") {
      tellBusy(0);
      throw problem;
    }
    const seconds = Number(response.headers.get("Retry-After")) || BUSY_SECONDS;
    tellBusy(seconds);
    await pause(seconds, signal);
  }
}

/** The answer of a call, with every double read. */
export function readAnswer(path: string, raw: unknown): unknown {
  const where = (ANSWERS as Readonly<Partial<Record<string, (typeof ANSWERS)[keyof typeof ANSWERS]>>>)[
    BASE + path
  ];
  return where === undefined ? raw : read(raw, where);
}

const json = async (path: string, body: unknown, signal: AbortSignal): Promise<unknown> =>
  readAnswer(path, await (await send(path, body, "application/json", signal)).json());

const STREAM = "text/event-stream";

/** What is sent on the way to an answer: the name of an event and its JSON. */
export type Tell = (name: string, data: unknown) => void;

/** Read what is left, so that the connection is free for the next request. */
async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // It was given up or broke: then it is free as well.
  }
}

/** Each event of a response, as it arrives. Raises Offline where the connection breaks. */
async function* eventsOf(response: Response, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const take = createEvents();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* take(value);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Offline("The connection broke while the program ran.");
  } finally {
    void drain(reader);
  }
}

/**
 * As `post`, where the answer may be long in coming: what there is to say before it is said. A server that answers at
 * once without telling anything is as good. Raises Problem, Offline.
 */
export async function told<Rest extends Below<"post">>(
  path: Rest,
  body: Asked<Rest>,
  signal: AbortSignal,
  tell: Tell,
): Promise<Answers<paths[`/api/v1${Rest}`]["post"]>> {
  type Answer = Answers<paths[`/api/v1${Rest}`]["post"]>;
  const response = await send(path, body, `${STREAM}, application/json;q=0.9`, signal);
  if (response.headers.get("Content-Type")?.startsWith(STREAM) !== true)
    return readAnswer(path, await response.json()) as Answer;
  for await (const { name, data } of eventsOf(response, signal)) {
    const raw: unknown = JSON.parse(data);
    if (name === "document") return readAnswer(path, raw) as Answer;
    if (name === "problem" || name === "error") throw readProblem(statusOf(raw), raw);
    tell(name, raw);
  }
  throw new Offline("The connection broke while the program ran.");
}

/**
 * Each event of a stream, as it arrives: of one that begins with this body, or without one of what follows the event
 * `after`. Raises Problem, Offline.
 */
export async function* streamed(
  path: string,
  body: unknown,
  signal: AbortSignal,
  after: string | null = null,
): AsyncGenerator<ServerEvent> {
  const more = after === null ? {} : { "Last-Event-ID": after };
  yield* eventsOf(await send(path, body, STREAM, signal, more), signal);
}

/** Tell the server something as the page closes: nobody waits for the answer. */
export function tellLast(path: string, body: unknown): void {
  const headers = { "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body), keepalive: true };
  void fetch(rooted(BASE + path), init).catch(() => undefined);
}

export const statusOf = (raw: unknown): number => {
  const { status } = (raw ?? {}) as { readonly status?: unknown };
  return typeof status === "number" ? status : 500;
};

/** What a call answers to a body, with every double read. Raises Problem, Offline. */
export async function post<Rest extends Below<"post">>(
  path: Rest,
  body: Asked<Rest>,
  signal: AbortSignal,
): Promise<Answers<paths[`/api/v1${Rest}`]["post"]>> {
  return (await json(path, body, signal)) as Answers<paths[`/api/v1${Rest}`]["post"]>;
}

/** What a call answers that takes nothing. Raises Problem, Offline. */
export async function get<Rest extends Below<"get">>(
  path: Rest,
  signal: AbortSignal,
): Promise<Answers<paths[`/api/v1${Rest}`]["get"]>> {
  return (await json(path, undefined, signal)) as Answers<paths[`/api/v1${Rest}`]["get"]>;
}
