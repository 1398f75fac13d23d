/**
 * Jobs that build on each other. Each begins when the one before has been taken in, so that ten quick presses
 * of a button are ten steps; `ask`, in which the newest wins, is for what replaces.
 */

/** So many wait at most: a key that is held down asks faster than answers come, and is to end when let go. */
const MOST = 16;

/** Says when it has nothing under way. */
interface Idle {
  idle(): Promise<void>;
}

export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #forgotten = 0;

  /** @param asked where the jobs ask: what is on its way there goes first, and is built on too. */
  constructor(private readonly asked: Idle) {}

  /** Run a job after all before it; undefined if they were forgotten meanwhile, or too many wait already. */
  take<T>(job: () => Promise<T>): Promise<T | undefined> {
    if (this.#waiting >= MOST) return Promise.resolve(undefined);
    const mine = this.#forgotten;
    this.#waiting += 1;
    const last = this.#last
      .then(() => this.asked.idle())
      .then(() => {
        if (mine !== this.#forgotten) return undefined;
        this.#waiting -= 1;
        return job();
      });
    this.#last = last.catch(() => undefined); // who asked hears of it
    return last;
  }

  /** What waits no longer runs. */
  forget(): void {
    this.#forgotten += 1;
    this.#waiting = 0;
  }
}
