/**
 * Jobs that build on each other. Each begins when the one before has been taken in, so that ten quick presses
 * of a button are ten steps; `ask`, in which the newest wins, is for what replaces.
 */

import { signal } from "@preact/signals";

/** So many wait at most: more than anybody presses before an answer comes. */
const MOST = 200;

/** Says when it has nothing under way. */
interface Idle {
  idle(): Promise<void>;
}

/** A job that takes the place of the one before it, as long as that one waits. */
interface Replaceable {
  job: () => Promise<void>;
  readonly taken: Promise<void>;
}

export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting = signal(0);
  #running = 0;
  #forgotten = 0;
  /** The newest that waits, where a newer one may take its place. */
  #replaceable: Replaceable | null = null;

  /** @param asked where the jobs ask: what is on its way there goes first, and is built on too. */
  constructor(private readonly asked: Idle) {}

  /** Nothing waits and nothing runs. */
  get isEmpty(): boolean {
    return this.#waiting.peek() + this.#running === 0;
  }

  /** How many jobs wait for the one that runs. */
  get waiting(): number {
    return this.#waiting.value;
  }

  /** Run a job after all before it; undefined if they were forgotten meanwhile, or too many wait already. */
  take<T>(job: () => Promise<T>): Promise<T | undefined> {
    this.#replaceable = null;
    if (this.#waiting.peek() >= MOST) return Promise.resolve(undefined);
    const mine = this.#forgotten;
    this.#waiting.value = this.#waiting.peek() + 1; // an effect that takes a turn is not one that counts them
    const last = this.#last
      .then(() => this.asked.idle())
      .then(() => {
        if (mine !== this.#forgotten) return undefined;
        this.#waiting.value = this.#waiting.peek() - 1;
        return this.#run(job);
      });
    this.#last = last.catch(() => undefined); // who asked hears of it
    return last;
  }

  /** Like `take`, in place of the job before it if that was given in this way too and still waits. */
  replace(job: () => Promise<void>): Promise<void> {
    const before = this.#replaceable;
    if (before !== null) {
      before.job = job;
      return before.taken;
    }
    const taken = this.take(() => {
      if (this.#replaceable === mine) this.#replaceable = null;
      return mine.job();
    });
    const mine: Replaceable = { job, taken };
    if (this.#waiting.peek() < MOST) this.#replaceable = mine;
    return taken;
  }

  /** What waits no longer runs. */
  forget(): void {
    this.#forgotten += 1;
    this.#waiting.value = 0;
    this.#replaceable = null;
  }

  async #run<T>(job: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await job();
    } finally {
      this.#running -= 1;
    }
  }
}
