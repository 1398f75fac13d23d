/** What a part of the page requests for itself. Its last answer stays until there is a newer one. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Job } from "../session/ask";
import { assign } from "../session/assign";
import { useSession } from "../session/context";

/** `question` reads signals and gives the request that they make: it is made again when they change. */
export function useLatest<T>(patience: number, question: () => Job<T>): T | null {
  const { createAsk } = useSession();
  const ask = useMemo(() => createAsk(patience), [createAsk, patience]);
  const found = useSignal<T | null>(null);
  useSignalEffect(() => {
    void ask(question(), {
      use: (answer) => assign(found, answer),
    });
  });
  return found.value;
}
