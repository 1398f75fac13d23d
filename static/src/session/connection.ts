/** Whether the server answers: busy for a while, or away with the next try counted down. */
import { signal } from "@preact/signals";

const WAITS = [2, 4, 8, 15, 30];

export const busyFor = signal(0);
/** Seconds to the next try; null while the server is there. */
export const retryIn = signal<number | null>(null);

let failures = 0;
let ticking: ReturnType<typeof setInterval> | undefined;
let again: () => void = () => undefined;

export function isBack(): void {
  clearInterval(ticking);
  failures = 0;
  retryIn.value = null;
}

/** Remember what failed for want of a connection, and try it again later or when asked. */
export function isAway(retry: () => void): void {
  clearInterval(ticking);
  again = retry;
  retryIn.value = WAITS[Math.min(failures, WAITS.length - 1)] ?? 30;
  failures += 1;
  ticking = setInterval(() => {
    const left = (retryIn.value ?? 1) - 1;
    if (left > 0) retryIn.value = left;
    else tryAgain();
  }, 1000);
}

export function tryAgain(): void {
  clearInterval(ticking);
  again();
}
