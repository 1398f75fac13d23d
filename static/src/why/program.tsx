/** The program of a question, to be changed, with what is wrong with it and what it says when it runs. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { type ShownEditor, useEditor } from "../components/use-editor";
import { WhyNot } from "../components/why-not";
import { showValues } from "../editor/values";
import { short } from "../format";
import { useSession } from "../session/context";
import { lineValues } from "../session/lines";
import { lineWords } from "../wire/problem";

/** The number that each line computed, at its end, while the numbers are those of the text. */
function useValues(editor: ShownEditor): void {
  const { document, program } = useSession();
  useSignalEffect(() => {
    const doc = document.doc.value;
    const isHere = doc !== null && document.problem.value === null && program.isHere(doc);
    const lines = isHere ? [...lineValues(doc, null)] : [];
    const texts = new Map(lines.map(([line, node]) => [line, short(node.data)]));
    if (editor.generation.value > 0) editor.current?.dispatch({ effects: showValues.of(texts) });
  });
}

/** What is to be read after a run: why it failed, what the check of its class found, its notices, what it printed. */
function Said(): JSX.Element {
  const { doc, problem } = useSession().document;
  const [shown, found] = [doc.value, problem.value];
  if (found !== null)
    return (
      <p class="why-line err">
        <WhyNot problem={found} />
      </p>
    );
  const finding = shown?.own_engine?.findings[0];
  return (
    <>
      {finding !== undefined && (
        <p class="why-line err">
          <Icon name="close" />
          <span>
            {finding.line !== null && `${lineWords(finding.line, finding.file ?? null)}: `}
            <Prose text={finding.message} />
          </span>
        </p>
      )}
      {(shown?.notices ?? []).map((notice) => (
        <p class="why-line" key={`${notice.code}${notice.message}`}>
          <Icon name="note" />
          <span>
            <Prose text={notice.message} />
          </span>
        </p>
      ))}
      {shown !== null && shown.printed !== "" && <pre class="why-printed">{shown.printed}</pre>}
    </>
  );
}

export function Program(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useValues(useEditor(host));
  return (
    <section class="why-program" aria-labelledby="why-program">
      <h2 id="why-program">Program</h2>
      <div class="editor" ref={host} />
      <div role="status">
        <Said />
      </div>
    </section>
  );
}
