/** Whether the server answers: busy for a while, or away with the next try counted down. */
import { signal } from "@preact/signals";
import type { Lifetime } from "./lifetime";

const WAITS = [2, 4, 8, 15, 30];

export function createConnection(life: Lifetime) {
  const busyFor = signal(0);
  /** Seconds to the next try; null while the server is there. */
  const retryIn = signal<number | null>(null);
  const second = life.timer();
  let failures = 0;
  let again: () => void = () => undefined;

  function reconnected(): void {
    second.stop();
    failures = 0;
    retryIn.value = null;
  }

  /** Remember what failed for want of a connection, and try it again later or when asked. */
  function disconnected(retry: () => void): void {
    again = retry;
    retryIn.value = WAITS[Math.min(failures, WAITS.length - 1)] ?? 30;
    failures += 1;
    second.start(1000, tick);
  }

  function tick(): void {
    const left = (retryIn.value ?? 1) - 1;
    if (left <= 0) {
      tryAgain();
      return;
    }
    retryIn.value = left;
    second.start(1000, tick);
  }

  function tryAgain(): void {
    second.stop();
    again();
  }

  return { busyFor, retryIn, reconnected, disconnected, tryAgain };
}

export type Connection = ReturnType<typeof createConnection>;
