/**
 * Requests of which the newest wins. While one is under way only the newest waiting one is kept, so that a
 * dragged slider is answered again and again instead of never; an answer that takes longer than the patience is
 * given up in favour of the one that waits.
 */

export const DROPPED: unique symbol = Symbol("a newer request took its place");

type Job<T> = (signal: AbortSignal) => Promise<T>;

interface Waiting {
  start(): void;
  drop(): void;
}

export class Latest {
  #running: AbortController | null = null;
  #waiting: Waiting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #idlers: (() => void)[] = [];

  /** @param patience milliseconds that a waiting request leaves to the one under way. */
  constructor(private readonly patience: number) {}

  /** Whether something is under way or waits. */
  get isBusy(): boolean {
    return this.#running !== null || this.#waiting !== null;
  }

  /** Resolves when nothing is under way or waits, and the last answer has been taken in. */
  idle(): Promise<void> {
    return this.isBusy ? new Promise((tell) => this.#idlers.push(tell)) : Promise.resolve();
  }

  /** Run a job when its turn comes; DROPPED if a newer one took its place. */
  run<T>(job: Job<T>, patience = this.patience): Promise<T | typeof DROPPED> {
    return new Promise((resolve, reject) => {
      const start = (): void => void this.#start(job).then(resolve, reject);
      this.#waiting?.drop();
      this.#waiting = null;
      if (this.#running === null) {
        start();
        return;
      }
      this.#waiting = { start, drop: () => resolve(DROPPED) };
      clearTimeout(this.#timer);
      const running = this.#running;
      this.#timer = setTimeout(() => running.abort(), patience);
    });
  }

  /** Give up what is under way and what waits. */
  clear(): void {
    this.#waiting?.drop();
    this.#waiting = null;
    this.#running?.abort();
  }

  async #start<T>(job: Job<T>): Promise<T | typeof DROPPED> {
    const controller = new AbortController();
    this.#running = controller;
    try {
      const answer = await job(controller.signal);
      return controller.signal.aborted ? DROPPED : answer;
    } catch (error) {
      if (controller.signal.aborted) return DROPPED;
      throw error;
    } finally {
      clearTimeout(this.#timer);
      this.#running = null;
      // After the caller has used the answer: what waits may build on it.
      setTimeout(() => this.#next());
    }
  }

  #next(): void {
    if (this.#running !== null) return;
    if (this.#waiting === null) {
      for (const tell of this.#idlers.splice(0)) tell();
      return;
    }
    const { start } = this.#waiting;
    this.#waiting = null;
    start();
  }
}
