/** The screen: how wide it is, what is open on it, whether things may move. */
import { effect, type Signal, signal } from "@preact/signals";

function media(query: string): Signal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => {
    matches.value = list.matches;
  });
  return matches;
}

export const isPhone = media("(max-width: 720px)");
export const isNarrow = media("(max-width: 1180px)");
export const isStill = media("(prefers-reduced-motion: reduce)");

export type Tab = "graph" | "code" | "values" | "inspect";
export const tab = signal<Tab>("graph");
export const inspectorOpen = signal(!isNarrow.value);
export const helpOpen = signal(false);

let wasNarrow = isNarrow.value;
effect(() => {
  if (isNarrow.value === wasNarrow) return;
  wasNarrow = isNarrow.value;
  inspectorOpen.value = !wasNarrow;
});
