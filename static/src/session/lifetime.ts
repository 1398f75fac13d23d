/**
 * What a session has begun and must end: its effects, its timers and whatever else registers here. Knows nothing
 * of what it ends. (The library's own `createModel` would make an action of every function, so that a component
 * that calls one would not follow the signals it reads.)
 */
import { effect } from "@preact/signals";

export interface Timer {
  /** Run something later; what was to run before is forgotten. */
  start(milliseconds: number, run: () => void): void;
  stop(): void;
}

export class Lifetime {
  readonly #ends: (() => void)[] = [];
  #isOver = false;

  /** Call this when everything ends. */
  onEnd(end: () => void): void {
    this.#ends.push(end);
  }

  effect(run: Parameters<typeof effect>[0]): void {
    this.onEnd(effect(run));
  }

  listen<K extends keyof WindowEventMap>(type: K, hear: (event: WindowEventMap[K]) => void): void {
    addEventListener(type, hear);
    this.onEnd(() => removeEventListener(type, hear));
  }

  timer(): Timer {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => clearTimeout(timer);
    this.onEnd(stop);
    return {
      stop,
      start: (milliseconds, run) => {
        stop();
        if (!this.#isOver) timer = setTimeout(run, milliseconds);
      },
    };
  }

  /** End everything, the newest first. Timers that are started afterwards never run. */
  end(): void {
    this.#isOver = true;
    for (const end of this.#ends.splice(0).reverse()) end();
  }
}
