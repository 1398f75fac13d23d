/** What the program prints, as it comes, and the figures it draws. It follows the end only while the end is in view. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../components/icon-button";
import { count } from "../format";
import { offer } from "../offer";
import { useTrain } from "./state";

const lines = (text: string): number => (text === "" ? 0 : text.replace(/\n$/, "").split("\n").length);

/** Up to the end, while that is in view. */
function useEndInView(text: string) {
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => {
      isAtEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 8;
    };
    element.addEventListener("scroll", look);
    return () => element.removeEventListener("scroll", look);
  });
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return box;
}

export function Output(): JSX.Element {
  const { printed, problem } = useTrain().training;
  const text = printed.value;
  const box = useEndInView(text);
  const place = problem.value?.place ?? null;
  return (
    <section class="panel tn-output" aria-label="Output">
      <div class="ph">
        <h2>Output</h2>
        <span class="muted">{`${count(lines(text))} ${lines(text) === 1 ? "line" : "lines"}`}</span>
        <IconButton
          class="btn ghost sm icon"
          icon="save"
          label="Download the output"
          onClick={() => offer(new Blob([text], { type: "text/plain" }), "output.txt")}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre ref={box} tabIndex={0}>
        {text === "" && place === null ? <i>Nothing is printed yet.</i> : text}
      </pre>
    </section>
  );
}
