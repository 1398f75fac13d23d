/** The screen: how wide it is, what is open on it, whether things may move. Told from outside, see media.ts. */
import { signal } from "@preact/signals";

export const isPhone = signal(false);
export const isNarrow = signal(false);
export const isStill = signal(false);

export type Tab = "graph" | "code" | "values" | "inspect";
export const tab = signal<Tab>("graph");
export const inspectorOpen = signal(true);
export const helpOpen = signal(false);
/** The optimiser and the schedule of descent are open to be set. */
export const methodOpen = signal(false);
/** For a lecture hall: the graph, the steps and the sentence, larger, and nothing else. */
export const isPresenting = signal(false);
/** The page stands inside another one: the graph, the steps and the sentence, and no frame around them. */
export const isEmbedded = signal(false);
