/** Sets a signal in an expression, as a handler of one line is. */
import type { Signal } from "@preact/signals";

export function assign<T>(signal: Signal<T>, value: NoInfer<T>): void {
  signal.value = value;
}
