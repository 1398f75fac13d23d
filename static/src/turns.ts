/**
 * Jobs that build on each other. Each begins when the one before has been taken in, and none is lost, so that
 * ten quick presses of a button are ten steps; a lane, in which the newest wins, is for what replaces.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #forgotten = 0;

  /** Run a job after all before it; undefined if they were forgotten meanwhile. */
  take<T>(job: () => Promise<T>): Promise<T | undefined> {
    const mine = this.#forgotten;
    const turn = this.#last.then(() => (mine === this.#forgotten ? job() : undefined));
    this.#last = turn.catch(() => undefined); // who asked hears of it
    return turn;
  }

  /** Let what comes wait for something that has begun by itself, however it ends. */
  await(begun: Promise<unknown>): void {
    this.#last = Promise.allSettled([this.#last, begun]);
  }

  /** What waits no longer runs. */
  forget(): void {
    this.#forgotten += 1;
  }
}
