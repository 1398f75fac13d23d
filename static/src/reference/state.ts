/** The developer page: which section is open, each call's request as it is edited, its last reply. */
import { computed, signal } from "@preact/signals";
import { conformance } from "../wire/calls";
import { type Exchange, exchange, openapi, type Wire } from "../wire/exchange";
import { Offline, Problem } from "../wire/problem";
import type { Statement } from "../wire/types";
import { judge, type Verdict } from "./judge";
import { type Call, makerOf, type OpenApi, readCalls } from "./openapi";
import type { Language } from "./request";

export const calls = signal<readonly Call[]>([]);
export const section = signal("overview");
export const language = signal<Language>("curl");
export const drafts = signal<Readonly<Record<string, string>>>({});
/** Why the page cannot go on, in a sentence; empty when it can. */
export const trouble = signal("");

export type Reply = { readonly wire: Wire; readonly answer: Exchange; readonly milliseconds: number };
export const replies = signal<Readonly<Record<string, Reply | "waiting">>>({});

export const chosen = computed(() => calls.value.find(({ id }) => id === section.value) ?? null);

const never = new AbortController().signal;

export const draft = (call: Call): string | null =>
  drafts.value[call.id] ?? (call.example === undefined ? null : JSON.stringify(call.example, null, 2));

/** The request of a call as it would be sent now; what its path speaks of may not be made yet. */
export function wireOf(call: Call, made: Exchange | null = null): Wire {
  const given = call.parameters.filter(({ place, example }) => place === "path" && example !== "");
  let path = call.path;
  if (made?.location != null) path = made.location + call.path.slice(call.path.indexOf("}") + 1);
  for (const { name, example } of given) path = path.replace(`{${name}}`, encodeURIComponent(example));
  const needsMatch = call.parameters.some(({ name }) => name.toLowerCase() === "if-match");
  return {
    method: call.method,
    path,
    headers: needsMatch ? { "if-match": made?.etag ?? '"1"' } : {},
    body: draft(call),
  };
}

/** Whether a call may be sent without being asked to: it keeps nothing on the server. */
export const isHarmless = (call: Call): boolean =>
  call.success === 200 && !call.makes && makerOf(call, calls.value) === null;

/** Send a call's request, first that of the call which makes what it speaks of. */
export async function send(call: Call): Promise<void> {
  replies.value = { ...replies.value, [call.id]: "waiting" };
  const begun = performance.now();
  try {
    const maker = makerOf(call, calls.value);
    const made = maker === null ? null : await exchange(wireOf(maker), never);
    const wire = wireOf(call, made);
    const sent = maker === null ? begun : performance.now();
    const answer = await exchange(wire, never);
    const milliseconds = performance.now() - sent;
    replies.value = { ...replies.value, [call.id]: { wire, answer, milliseconds } };
    trouble.value = "";
  } catch (error) {
    const { [call.id]: _, ...rest } = replies.value;
    replies.value = rest;
    told(error);
  }
}

function told(error: unknown): void {
  if (!(error instanceof Offline || error instanceof Problem)) throw error;
  trouble.value = `${error.message} Load this page again when it is back.`;
}

export function edit(call: Call, text: string): void {
  drafts.value = { ...drafts.value, [call.id]: text };
}

/** Read the calls, and open the section that the address names. */
export async function open(): Promise<void> {
  try {
    calls.value = readCalls((await openapi(never)) as OpenApi);
  } catch (error) {
    told(error);
  }
}

export const statements = signal<readonly Statement[]>([]);
export const verdicts = signal<Readonly<Record<string, Verdict>>>({});

/** Put every statement to the test on this server, one after the other. */
export async function judgeAll(): Promise<void> {
  verdicts.value = {};
  try {
    statements.value = await conformance(never);
    for (const statement of statements.value) {
      const verdict = await tried(statement);
      verdicts.value = { ...verdicts.value, [statement.name]: verdict };
    }
  } catch (error) {
    told(error);
  }
}

async function tried(statement: Statement): Promise<Verdict> {
  const wire = {
    method: "POST",
    path: statement.path,
    headers: {},
    body: JSON.stringify(statement.body),
  };
  const text = async (): Promise<readonly [number, string]> => {
    const { status, bytes } = await exchange(wire, never);
    return [status, new TextDecoder().decode(bytes)];
  };
  const [status, first] = await text();
  const again = !statement.twice || (await text())[1] === first;
  let answer: unknown = null;
  try {
    answer = JSON.parse(first);
  } catch {
    // What is no JSON has nothing at any place, and is told so.
  }
  return judge(statement, status, answer, again);
}
