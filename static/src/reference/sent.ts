/** Each call's request as it is edited, sent to this server, and its last answer. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { assign } from "../session/assign";
import { type Exchange, exchange, type Wire } from "../wire/exchange";
import { type Call, makerOf } from "./openapi";
import type { Language } from "./request";

export interface Reply {
  readonly wire: Wire;
  readonly answer: Exchange;
  readonly milliseconds: number;
}

/** report: what is done with an error, and with null where there was none. */
export function createSent(calls: ReadonlySignal<readonly Call[]>, report: (error: unknown) => void) {
  const language = signal<Language>("curl");
  const drafts = signal<Readonly<Record<string, string>>>({});
  const replies = signal<Readonly<Record<string, Reply | "waiting">>>({});
  const never = new AbortController().signal;

  const draft = (call: Call): string | null => drafts.value[call.id] ?? written(call);

  const edit = (call: Call, text: string): void => assign(drafts, { ...drafts.value, [call.id]: text });

  const wireOf = (call: Call, made: Exchange | null = null): Wire => requestOf(call, draft(call), made);

  /** Whether a call may be sent without being asked to: it keeps nothing on the server. */
  const isHarmless = (call: Call): boolean =>
    call.success === 200 && !call.makes && makerOf(call, calls.value) === null;

  async function exchanged(call: Call): Promise<Reply> {
    const maker = makerOf(call, calls.value);
    const made = maker === null ? null : await exchange(wireOf(maker), never);
    const wire = wireOf(call, made);
    const begun = performance.now();
    const answer = await exchange(wire, never);
    return { wire, answer, milliseconds: performance.now() - begun };
  }

  /** Send a call's request, first that of the call which makes what it speaks of. */
  async function send(call: Call): Promise<void> {
    const { [call.id]: _, ...others } = replies.value;
    replies.value = { ...others, [call.id]: "waiting" };
    try {
      const reply = await exchanged(call);
      replies.value = { ...replies.value, [call.id]: reply };
      report(null);
    } catch (error) {
      const { [call.id]: _, ...rest } = replies.value;
      replies.value = rest;
      report(error);
    }
  }

  return { language, replies, draft, edit, wireOf, isHarmless, send };
}

/** The example of a call as it is written into its editor; null where nothing is sent. */
export const written = (call: Call): string | null =>
  call.example === undefined ? null : JSON.stringify(call.example, null, 2);

/** The request of a call as it would be sent now; what its path speaks of may not be made yet. */
function requestOf(call: Call, body: string | null, made: Exchange | null): Wire {
  const given = call.parameters.filter(({ place, example }) => place === "path" && example !== "");
  let path = call.path;
  const key = made?.location?.split("/").at(-1);
  if (key !== undefined) path = path.replace(/\{\w+\}/, key);
  for (const { name, example } of given) path = path.replace(`{${name}}`, encodeURIComponent(example));
  const needsMatch = call.parameters.some(({ name }) => name.toLowerCase() === "if-match");
  return { method: call.method, path, headers: needsMatch ? { "if-match": made?.etag ?? '"1"' } : {}, body };
}
