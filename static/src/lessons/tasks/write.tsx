/** A program to be mended. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useEditor } from "../../components/use-editor";
import { placeWords, withAdvice } from "../../wire/problem";
import { agreed } from "../check";
import { useLessons } from "../state";
import { Check } from "./check";
import type { Kind } from "./kind";

/** Where a program that is to be mended needs it. */
const WHERE = /pass {2}# Your|seen\.add/;

export function Write({ task }: Kind<"write">): JSX.Element {
  const { again, check, edited, session } = useLessons();
  const host = useRef<HTMLDivElement>(null);
  const judge = (): void => {
    void edited();
    void check((facts) => {
      const found = session.document.problem.peek();
      if (found === null) return agreed(task, facts);
      const place = found.place === null ? "" : `${placeWords(found.place)}. `;
      return {
        right: false,
        text: "Not yet: the program does not run.",
        more: `${place}${withAdvice(found)}`,
      };
    });
  };
  const editor = useEditor(host, { onRest: () => void edited(), onRun: judge });
  // The place to write at is in sight, and the focus stays where it is.
  useEffect(() => {
    const view = editor.current;
    const at = view?.state.doc.toString().search(WHERE) ?? -1;
    if (view === null || at < 0) return;
    // The editor alone is scrolled: the text above it is read first.
    view.requestMeasure({
      read: () => view.lineBlockAt(at).top - view.scrollDOM.clientHeight / 3,
      write: (top) => view.scrollDOM.scrollTo({ top }),
    });
  }, [editor.generation.value]);
  return (
    <div class="ls-set">
      <div class="editor ls-editor" ref={host} />
      <div class="ls-answer">
        <Check onCheck={judge} />
        <button class="btn" type="button" onClick={() => void again()}>
          Start again
        </button>
      </div>
    </div>
  );
}
