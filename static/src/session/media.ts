/** Tells the screen what the browser knows of it, now and whenever it changes. */
import type { Signal } from "@preact/signals";
import type { Lifetime } from "./lifetime";
import type { PageScreen } from "./screen";

function follow(life: Lifetime, query: string, isMatched: Signal<boolean>): void {
  const list = matchMedia(query);
  const tell = (): void => {
    isMatched.value = list.matches;
  };
  tell();
  list.addEventListener("change", tell);
  life.onEnd(() => list.removeEventListener("change", tell));
}

export function followMedia(life: Lifetime, screen: PageScreen): void {
  follow(life, "(max-width: 45em)", screen.isPhone);
  follow(life, "(max-width: 73.75em)", screen.isNarrow);
  follow(life, "(prefers-reduced-motion: reduce)", screen.isStill);
  screen.isEmbedded.value = /[?&]embed=1(&|$)/.test(location.search);
  // Beside the graph the inspector is open; as a drawer over it, it waits to be asked.
  life.effect(() => {
    screen.inspectorOpen.value = !screen.isNarrow.value;
  });
}
