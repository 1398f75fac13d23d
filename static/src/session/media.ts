/** Tells the state what the screen is like, now and whenever it changes. */
import { effect, type Signal } from "@preact/signals";
import { inspectorOpen, isEmbedded, isNarrow, isPhone, isStill } from "./screen";

function follow(query: string, told: Signal<boolean>): void {
  const list = matchMedia(query);
  told.value = list.matches;
  list.addEventListener("change", () => {
    told.value = list.matches;
  });
}

export function followMedia(): void {
  follow("(max-width: 720px)", isPhone);
  follow("(max-width: 1180px)", isNarrow);
  follow("(prefers-reduced-motion: reduce)", isStill);
  isEmbedded.value = /[?&]embed=1(&|$)/.test(location.search);
  // Beside the graph the inspector is open; as a drawer over it, it waits to be asked.
  effect(() => {
    inspectorOpen.value = !isNarrow.value;
  });
}
