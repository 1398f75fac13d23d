/**
 * The one way in which the page asks the server. Of the requests of one `ask` the newest wins. Only here is
 * a refusal distinguished from a server that cannot be reached.
 */
import { type ReadonlySignal, signal, untracked } from "@preact/signals";
import { Offline, Problem } from "../wire/problem";
import type { Connection } from "./connection";
import { DROPPED, Latest } from "./latest";
import type { Lifetime } from "./lifetime";

export type Job<T> = (signal: AbortSignal) => Promise<T>;

interface Handling<T> {
  /** Take the answer in. Never called for a question that a newer one, or `clear`, has replaced. */
  readonly use: (answer: T) => void;
  /** Without it a refusal is of no interest: the question was a courtesy. */
  readonly refused?: (problem: Problem) => void;
  /** Asks again once there is a connection. Without it a lost connection is not shown. */
  readonly retry?: () => void;
  /** In place of `retry`, where a missing connection is said in some other way. */
  readonly offline?: (error: Offline) => void;
  /** Milliseconds that this question, while it waits, leaves to the one under way. */
  readonly patience?: number | undefined;
}

export interface Ask {
  /** Says whether the answer was taken in. */
  <T>(job: Job<T>, handling: Handling<T>): Promise<boolean>;
  /** A question is under way or waits. */
  readonly isBusy: ReadonlySignal<boolean>;
  /** Resolves when nothing is under way or waits, and the last answer has been taken in. */
  idle(): Promise<void>;
  /** Give up what is under way and what waits. */
  clear(): void;
}

export function createAsk(life: Lifetime, connection: Connection, patience = 0): Ask {
  const latest = new Latest(patience);
  const isBusy = signal(false);

  function failed(error: unknown, { refused, retry, offline }: Handling<never>): void {
    if (error instanceof Problem) refused?.(error);
    else if (!(error instanceof Offline)) throw error;
    else if (offline !== undefined) offline(error);
    else if (retry !== undefined) connection.disconnected(retry);
  }

  async function ask<T>(job: Job<T>, handling: Handling<T>): Promise<boolean> {
    isBusy.value = true;
    try {
      // A job may begin at once: an effect that asks does not follow what the job reads.
      const answer = await untracked(() => latest.run(job, handling.patience));
      if (answer === DROPPED) return false;
      // A courtesy that arrives must not end the wait of a question that still wants to be asked again.
      if (handling.retry !== undefined) connection.reconnected();
      handling.use(answer);
      return true;
    } catch (error) {
      failed(error, handling);
      return false;
    } finally {
      isBusy.value = latest.isBusy;
    }
  }

  const clear = (): void => latest.clear();
  life.onEnd(clear);
  return Object.assign(ask, { isBusy, clear, idle: () => latest.idle() });
}
