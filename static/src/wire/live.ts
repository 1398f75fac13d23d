/**
 * A run that is followed while it lasts: its passes, what it prints, draws and watches. A lost connection is taken up again
 * after the last event that came. How a run is asked for what it was at a pass, and how it is paused, stepped and stopped.
 */
import type { Figure, Include, Program, View } from "./calls";
import { asDocument, picked } from "./calls";
import type { ServerEvent } from "./events";
import { Offline, Problem, readProblem } from "./problem";
import { readAnswer, send, statusOf, streamed, tellLast } from "./request";
import type {
  ListNormsDocument,
  NormsDocument,
  PassDocument,
  ScopeNormsDocument,
  WatchDocument,
} from "./schema";
import type { GraphDocument } from "./types";

export type Norms = NormsDocument;

export interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly grad: Float32Array;
}

interface NonFinite {
  readonly node: string;
  readonly name: string | null;
  readonly line: number | null;
  readonly what: "nan" | "inf";
}

/** A pass as the run is followed; times, parts and what is not finite come in its event alone. */
export interface Pass extends Pick<PassDocument, "pass" | "value" | "nodes" | "line" | "norms"> {
  readonly seconds: number;
  /** How many passes the loop makes in all, where its length is known. */
  readonly of: number | null;
  readonly parts: readonly Part[] | null;
  readonly recorded: boolean;
  readonly nonFinite: NonFinite | null;
}

/** What is watched, its numbers read. */
export interface Watch extends Omit<WatchDocument, "file" | "value"> {
  readonly value: number | readonly number[] | string;
}

type RunState = "running" | "paused" | "stopped";
export type Values = Readonly<Record<string, number>>;

export interface LiveOptions {
  readonly parts?: boolean;
  readonly record?: boolean;
  /** Passes a second at most; null for as many as there can be. */
  readonly pace?: number | null;
  /** The run pauses after this pass. */
  readonly pauseAt?: number | null;
  /** How many seconds the run continues when nobody reads it. */
  readonly resumeSeconds?: number;
}

export interface LiveListener {
  readonly printed?: (text: string) => void;
  readonly pass?: (pass: Pass) => void;
  readonly figure?: (figure: Figure) => void;
  readonly watch?: (watch: Watch) => void;
  readonly state?: (state: RunState, pass: number) => void;
  /** The connection is lost, and the next try is made in so many seconds; 0 once it is back. */
  readonly lost?: (seconds: number) => void;
  /** The run is over, with the graph that it leaves. */
  readonly ended?: (document: GraphDocument) => void;
  readonly failed?: (problem: Problem) => void;
}

export interface LiveRun {
  readonly id: Promise<string>;
  pause(): Promise<void>;
  step(values?: Values): Promise<void>;
  go(values?: Values, pace?: number | null): Promise<void>;
  stop(): Promise<void>;
  /** Try the connection now. */
  retry(): void;
  /** Stop it without waiting for an answer, as the page closes. */
  leave(): void;
  pass(
    number: number | "newest",
    include: readonly Include[],
    view: View | null,
    signal: AbortSignal,
  ): Promise<GraphDocument>;
  /** The drawing of a recorded pass. */
  picture(number: number | "newest", view: View, signal: AbortSignal, prefix: string): Promise<string>;
}

/** Seconds before each next try. */
const WAITS = [1, 2, 4, 8, 15];
const RESUME_SECONDS = 60;

/** What is sent of a number: itself, or text where JSON cannot write it. */
function double(raw: unknown): number {
  if (typeof raw === "number") return raw;
  const text = String(raw).toLowerCase();
  if (text === "inf" || text === "infinity") return Number.POSITIVE_INFINITY;
  if (text === "-inf" || text === "-infinity") return Number.NEGATIVE_INFINITY;
  return Number.NaN;
}

const doubleOrNull = (raw: unknown): number | null =>
  raw === null || raw === undefined ? null : double(raw);

/** Little-endian float32 in base64. */
function floats(text: string): Float32Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => view.getFloat32(4 * at, true));
}

/** A member of what was sent, which nothing has checked. */
type Raw = {
  readonly [Name in
    | "data"
    | "grad"
    | "kind"
    | "id"
    | "line"
    | "lists"
    | "name"
    | "nodes"
    | "non_finite"
    | "norms"
    | "of"
    | "parts"
    | "pass"
    | "recorded"
    | "scopes"
    | "seconds"
    | "shape"
    | "state"
    | "text"
    | "update"
    | "value"]?: unknown;
};

const list = (raw: unknown): readonly Raw[] => (Array.isArray(raw) ? (raw as Raw[]) : []);
const shapeOf = (raw: unknown): readonly number[] => (Array.isArray(raw) ? raw.map(Number) : []);

function normsOf(raw: Raw | null | undefined): Norms | null {
  if (raw === null || raw === undefined) return null;
  const { lists, scopes } = raw;
  return {
    lists: list(lists).map((each) => ({
      ...(each as unknown as ListNormsDocument),
      data: double(each.data),
      grad: double(each.grad),
      update: doubleOrNull(each.update),
    })),
    scopes: list(scopes).map((each) => ({
      ...(each as unknown as ScopeNormsDocument),
      data: double(each.data),
      grad: double(each.grad),
    })),
  };
}

const partOf = (raw: Raw): Part => ({
  name: String(raw.name),
  shape: shapeOf(raw.shape),
  data: floats(String(raw.data)),
  grad: floats(String(raw.grad)),
});

function passOf(raw: Raw): Pass {
  return {
    pass: Number(raw.pass),
    value: double(raw.value),
    nodes: doubleOrNull(raw.nodes),
    line: doubleOrNull(raw.line),
    seconds: Number(raw.seconds ?? 0),
    of: doubleOrNull(raw.of),
    norms: normsOf(raw.norms as Raw | null),
    parts: Array.isArray(raw.parts) ? list(raw.parts).map(partOf) : null,
    recorded: raw.recorded === true,
    nonFinite: (raw.non_finite ?? null) as NonFinite | null,
  };
}

function watchOf(raw: Raw): Watch {
  const kind = String(raw.kind) as Watch["kind"];
  const { value } = raw;
  return {
    name: String(raw.name),
    line: doubleOrNull(raw.line),
    pass: Number(raw.pass),
    kind,
    value:
      kind === "number" ? double(value) : kind === "text" ? String(value) : (value as unknown[]).map(double),
    shape: shapeOf(raw.shape),
  };
}

const read = (raw: unknown, program: Program): GraphDocument =>
  asDocument(readAnswer("/evaluate", raw) as Parameters<typeof asDocument>[0], program, "program");

/** Tell what an event says; true when it is the last. */
function hear({ name, data }: ServerEvent, program: Program, listener: LiveListener): boolean {
  const raw = JSON.parse(data) as Raw;
  if (name === "document") {
    listener.ended?.(read(raw, program));
    return true;
  }
  if (name === "problem" || name === "error") throw readProblem(statusOf(raw), raw);
  if (name === "printed") listener.printed?.(String(raw.text ?? ""));
  else if (name === "pass") listener.pass?.(passOf(raw));
  else if (name === "figure") listener.figure?.(raw as unknown as Figure);
  else if (name === "watch") listener.watch?.(watchOf(raw));
  else if (name === "state") listener.state?.(raw.state as RunState, Number(raw.pass ?? 0));
  return false;
}

function bodyOf(program: Program, options: LiveOptions): object {
  const { parts = false, record = false, pace = null, pauseAt = null } = options;
  return {
    ...program,
    state: "program",
    include: ["nodes", "figures"],
    resume_seconds: options.resumeSeconds ?? RESUME_SECONDS,
    live: { parts, record, pace, pause_at: pauseAt },
  };
}

/** Begin a run. What it tells is heard until it is over, through lost connections. */
export function start(program: Program, options: LiveOptions, listener: LiveListener): LiveRun {
  const stopped = new AbortController();
  const { signal } = stopped;
  let known: string | null = null;
  let isLeft = false;
  let last: string | null = null;
  let wake: () => void = () => undefined;
  let [found, missed] = [(_: string): void => undefined, (_: unknown): void => undefined];
  const id = new Promise<string>((resolve, reject) => {
    [found, missed] = [resolve, reject];
  });
  id.catch(() => undefined);

  const rest = (seconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** A run whose id has not come yet would go on without a reader: it is stopped as soon as it can be named. */
  function leave(): void {
    isLeft = true;
    if (known === null) return;
    tellLast(`/runs/${known}/stop`, {});
    stopped.abort();
  }

  /** Hear one connection to its end; says whether the run is over. */
  async function follow(heard: () => void): Promise<boolean> {
    const events =
      known === null
        ? streamed("/evaluate", bodyOf(program, options), signal)
        : streamed(`/runs/${known}/events`, undefined, signal, last ?? `${known}.0`);
    for await (const event of events) {
      heard();
      if (event.id !== null) last = event.id;
      if (event.name === "run") {
        known = String((JSON.parse(event.data) as Raw).id);
        found(known);
        if (isLeft) leave();
      } else if (hear(event, program, listener)) return true;
    }
    return false;
  }

  async function run(): Promise<void> {
    let tries = 0;
    for (;;) {
      try {
        if (await follow(() => back())) return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof Offline)) throw error;
      }
      if (signal.aborted) return;
      const seconds = WAITS[Math.min(tries, WAITS.length - 1)] ?? 1;
      tries += 1;
      listener.lost?.(seconds);
      await rest(seconds);
    }
    function back(): void {
      if (tries > 0) listener.lost?.(0);
      tries = 0;
    }
  }

  run().catch((error: unknown) => {
    missed(error);
    if (error instanceof Problem) listener.failed?.(error);
    else throw error;
  });

  async function tell(verb: string, body: object): Promise<void> {
    await send(`/runs/${await id}/${verb}`, body, "application/json", signal);
  }

  return {
    id,
    pause: () => tell("pause", {}),
    step: (values) => tell("step", values === undefined ? {} : { values }),
    go: (values, pace) =>
      tell("continue", {
        ...(values === undefined ? {} : { values }),
        ...(pace === undefined ? {} : { pace }),
      }),
    stop: async () => {
      // A run that has not begun is given up with its request.
      if (known === null) stopped.abort();
      else await tell("stop", {});
    },
    retry: () => wake(),
    leave,
    pass: async (number, include, view, until) => {
      const body = { include, ...(view === null ? {} : { view: picked(view) }) };
      const answer = await send(`/runs/${await id}/passes/${number}`, body, "application/json", until);
      return read(await answer.json(), program);
    },
    picture: async (number, view, until, prefix) => {
      const body = { prefix, view: { ...picked(view), inline: true } };
      return (await send(`/runs/${await id}/passes/${number}`, body, "image/svg+xml", until)).text();
    },
  };
}
