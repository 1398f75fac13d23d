/** The screen: how wide it is, what is open on it, whether things may move. */
import { signal } from "@preact/signals";

export type Tab = "graph" | "code" | "values" | "inspect";

export function createScreen() {
  return {
    isPhone: signal(false),
    isNarrow: signal(false),
    isStill: signal(false),
    tab: signal<Tab>("graph"),
    inspectorOpen: signal(true),
    helpOpen: signal(false),
    /** The optimiser and the schedule of descent are open to be set. */
    methodOpen: signal(false),
    /** For a lecture hall: the graph, the steps and the sentence, larger, and nothing else. */
    isPresenting: signal(false),
    /** The page is embedded in another one: the graph, the steps and the sentence, and no frame around them. */
    isEmbedded: signal(false),
  };
}

export type PageScreen = ReturnType<typeof createScreen>;
