/** What a part of the page asks for by itself. Its last answer stays while there is no newer one. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { DROPPED, Latest as Lane } from "../session/latest";
import { Offline, Problem } from "../wire/problem";

/** `ask` reads signals and gives the request that they make: it is made again when they change. */
export function useLatest<T>(patience: number, ask: () => (abort: AbortSignal) => Promise<T>): T | null {
  const lane = useMemo(() => new Lane(patience), [patience]);
  const found = useSignal<T | null>(null);
  useSignalEffect(() => {
    void lane
      .run(ask())
      .then((answer) => {
        if (answer !== DROPPED) found.value = answer;
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem || error instanceof Offline)) throw error;
      });
  });
  return found.value;
}
