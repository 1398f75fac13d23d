/** What a page gives to all of its components: the provider, and the hook that reads it below. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export function provided<T>(owner: string) {
  const context = createContext<T | null>(null);
  function use(): T {
    const found = useContext(context);
    if (found === null) throw new Error(`This component belongs to ${owner}.`);
    return found;
  }
  return [context.Provider, use] as const;
}
