/** The developer page: the calls of this server and which section is open. One instance a page. */
import { computed, signal } from "@preact/signals";
import { provided } from "../session/provided";
import { openapi } from "../wire/exchange";
import { Offline, Problem } from "../wire/problem";
import { createJudged } from "./judged";
import { type Call, type OpenApi, readCalls } from "./openapi";
import { createSent } from "./sent";

export type Reference = ReturnType<typeof createReference>;

export function createReference() {
  const calls = signal<readonly Call[]>([]);
  const section = signal("overview");
  /** Why the page cannot continue, in a sentence; empty when it can. */
  const trouble = signal("");
  const chosen = computed(() => calls.value.find(({ id }) => id === section.value) ?? null);

  function report(error: unknown): void {
    if (error === null) trouble.value = "";
    else if (!(error instanceof Offline || error instanceof Problem)) throw error;
    else trouble.value = `${error.message} Load this page again when it is back.`;
  }

  /** Read the calls from the server's own OpenAPI document. */
  async function open(): Promise<void> {
    try {
      calls.value = readCalls((await openapi(new AbortController().signal)) as OpenApi);
    } catch (error) {
      report(error);
    }
  }

  return { calls, section, chosen, trouble, open, ...createSent(calls, report), ...createJudged(report) };
}

export const [ReferenceProvider, useReference] = provided<Reference>("the developer page");
