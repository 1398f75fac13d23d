/** The colours of the plot, read where the page's style has them, and another theme. */
import { useEffect, useState } from "preact/hooks";
import type { Colours } from "./paint";

export const INKS = ["ink", "muted", "surface", "err", "data"] as const;
export const CLASS_INKS = ["a", "b", "c", "d"] as const;

export function coloursOf(box: HTMLElement): Colours {
  const of = (name: string): string => {
    const element = box.querySelector(`[data-ink="${name}"]`);
    return element === null ? "" : getComputedStyle(element).color;
  };
  const [ink = "", muted = "", surface = "", err = "", data = ""] = INKS.map(of);
  const classes = CLASS_INKS.map((name) => [of(name), of(`${name}-tint`)] as const);
  return { ink, muted, surface, err, data, classes };
}

/** Changes whenever the page is given another theme. */
export function useTheme(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const next = (): void => setTurn((last) => last + 1);
    const observer = new MutationObserver(next);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", next);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", next);
    };
  }, []);
  return turn;
}
