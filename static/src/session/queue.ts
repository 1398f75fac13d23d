/**
 * Jobs that build on each other. Each begins when the one before has been taken in, so that ten quick presses
 * of a button are ten steps; a lane, in which the newest wins, is for what replaces.
 */
import type { Lane } from "./latest";

/** So many wait at most: a key that is held down asks faster than answers come, and is to end when let go. */
const MOST = 16;

export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #forgotten = 0;

  /** @param lane in which the jobs ask: what is on its way there goes first, and is built on too. */
  constructor(private readonly lane: Lane) {}

  /** Run a job after all before it; undefined if they were forgotten meanwhile, or too many wait already. */
  take<T>(job: () => Promise<T>): Promise<T | undefined> {
    if (this.#waiting >= MOST) return Promise.resolve(undefined);
    const mine = this.#forgotten;
    this.#waiting += 1;
    const turn = this.#last
      .then(() => this.lane.idle())
      .then(() => {
        if (mine !== this.#forgotten) return undefined;
        this.#waiting -= 1;
        return job();
      });
    this.#last = turn.catch(() => undefined); // who asked hears of it
    return turn;
  }

  /** What waits no longer runs. */
  forget(): void {
    this.#forgotten += 1;
    this.#waiting = 0;
  }
}
