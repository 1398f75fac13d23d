/** Undo and redo over whole snapshots. */
import { computed, signal } from "@preact/signals";

interface Stacks<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
}

const DEPTH = 200;

export class History<T> {
  readonly #stacks = signal<Stacks<T>>({ past: [], future: [] });
  readonly canUndo = computed(() => this.#stacks.value.past.length > 0);
  readonly canRedo = computed(() => this.#stacks.value.future.length > 0);

  /** Keep the state before a change; what was undone is gone. */
  keep(before: T): void {
    this.#stacks.value = { past: [...this.#stacks.value.past.slice(1 - DEPTH), before], future: [] };
  }

  /** The state to go back to, or null; the present one can be redone. */
  undo(present: T): T | null {
    const { past, future } = this.#stacks.value;
    const state = past.at(-1);
    if (state === undefined) return null;
    this.#stacks.value = { past: past.slice(0, -1), future: [...future, present] };
    return state;
  }

  /** The state that was undone last, or null. */
  redo(present: T): T | null {
    const { past, future } = this.#stacks.value;
    const state = future.at(-1);
    if (state === undefined) return null;
    this.#stacks.value = { past: [...past, present], future: future.slice(0, -1) };
    return state;
  }

  clear(): void {
    this.#stacks.value = { past: [], future: [] };
  }
}
