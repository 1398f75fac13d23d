/** The screen: how wide it is, what is open on it, whether things may move. */
import { computed, signal } from "@preact/signals";

export type Tab = "graph" | "code" | "values" | "inspect";

export function createScreen() {
  const isPhone = signal(false);
  const tab = signal<Tab>("graph");
  const slidersOpen = signal(false);
  return {
    isPhone,
    isNarrow: signal(false),
    isStill: signal(false),
    tab,
    /** On a phone: the sliders of the leaves are under the graph. */
    slidersOpen,
    hasStrip: computed(() => isPhone.value && slidersOpen.value && tab.value === "graph"),
    inspectorOpen: signal(true),
    /** The height that somebody gave the program's panel, in px. */
    programHeight: signal<number | null>(null),
    outputOpen: signal(true),
    leavesOpen: signal(true),
    /** The table of values of a large graph is open. */
    valuesOpen: signal(false),
    /** Numbers are written to the last bit too. */
    bitsOpen: signal(false),
    helpOpen: signal(false),
    /** The optimiser and the schedule of descent are open to be set. */
    methodOpen: signal(false),
    /** The curve of the descent is open at its full size. */
    courseOpen: signal(false),
    /** For a lecture hall: the graph, the steps and the sentence, larger, and nothing else. */
    isPresenting: signal(false),
    /** The page is embedded in another one: the graph, the steps and the sentence, and no frame around them. */
    isEmbedded: signal(false),
  };
}

export type PageScreen = ReturnType<typeof createScreen>;
