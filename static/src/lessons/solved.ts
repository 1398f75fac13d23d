/** Which tasks have been solved, kept by the browser. */
import { signal } from "@preact/signals";

const KEY = "lessons";

function remembered(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : []);
  } catch {
    return new Set();
  }
}

export function createSolved() {
  const solved = signal(remembered());
  function add(...names: readonly string[]): void {
    if (names.every((name) => solved.peek().has(name))) return;
    solved.value = new Set([...solved.peek(), ...names]);
    try {
      localStorage.setItem(KEY, JSON.stringify([...solved.value]));
    } catch {
      // A private window keeps nothing; progress lasts as long as the page.
    }
  }
  return { solved, add };
}
