/** The program and its files: the editor, what is wrong with them, and a line about what they made. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../../components/icon";
import { AttachButton, EDITOR, Files } from "../../components/program-files";
import { Prose } from "../../components/prose";
import { Separator } from "../../components/separator";
import { useEditor } from "../../components/use-editor";
import { counted } from "../../format";
import { useSession } from "../../session/context";
import { advice, complaint, lineWords } from "../../wire/problem";
import { size } from "../../wire/types";
import { remedies } from "../editor/diagnosis";
import { useLitLine, useProblem, useValues } from "../editor/marks";
import { useExplorer } from "../state";

function Summary(): JSX.Element {
  const { doc, problem } = useSession().document;
  const nodes = doc.value?.nodes ?? [];
  const found = problem.value;
  if (found !== null) {
    return (
      <span class="tag err">
        <Icon name="warn" />1 problem
      </span>
    );
  }
  if (doc.value !== null && nodes.length === 0) return <span>{counted(size(doc.value), "value")}</span>;
  const operations = nodes.filter((node) => node.inputs.length > 0).length;
  return (
    <span>
      {counted(nodes.length, "value")}, {counted(operations, "operation")}
    </span>
  );
}

/** A problem that has no place in the text that is shown still gets its sentence. */
function Unplaced(): JSX.Element | null {
  const session = useSession();
  const { document, files } = session;
  const found = document.problem.value;
  if (found === null) return null;
  const { place } = found;
  const file = place?.file ?? null;
  if (place !== null && file === files.shown.value) return null;
  const help = place === null ? remedies(found, session) : [];
  return (
    <div class="diag unplaced" role="alert">
      <Prose text={`${complaint(found)} ${advice(found) ?? ""}`.trim()} />
      <div class="row">
        {place !== null && (
          <button class="btn sm" type="button" onClick={() => files.goTo(place.line, file)}>
            Go to {lineWords(place.line, file)}
          </button>
        )}
        {help.map(({ text, run }) => (
          <button key={text} class="btn sm" type="button" onClick={run}>
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}

const PANEL = "program-panel";

export function Editor(): JSX.Element {
  const {
    actions: { edited },
    changes: {
      run: { isRunning, stop },
    },
    files: { isOver, shown },
    program,
    screen,
  } = useSession();
  const { address } = useExplorer();
  const host = useRef<HTMLDivElement>(null);
  const editor = useEditor(host);
  useProblem(editor);
  useValues(editor);
  useLitLine(editor);
  const hasTabs = Object.keys(program.files.value).length > 0;
  const panel = hasTabs ? ({ role: "tabpanel", "aria-label": shown.value ?? "main.py" } as const) : {};
  const { programHeight } = screen;
  const isGiven = programHeight.value !== null;
  return (
    <>
      <div
        class={isGiven ? "panel grow is-given" : "panel grow"}
        id={PANEL}
        style={isGiven ? { height: `${programHeight.value}px` } : {}}
      >
        <div class="ph">
          <h2>Program</h2>
          <AttachButton />
        </div>
        <Files left={address.left.value} />
        <div class={isOver.value ? "editor is-over" : "editor"} id={EDITOR} ref={host} {...panel} />
        <Unplaced />
        <div class="pf">
          {isRunning.value ? <span role="status">Running …</span> : <Summary />}
          {isRunning.value ? (
            <button class="btn sm" type="button" onClick={stop}>
              Stop
            </button>
          ) : (
            <button class="btn ghost sm" type="button" onClick={edited}>
              Run <kbd>Ctrl ↵</kbd>
            </button>
          )}
        </div>
      </div>
      <Separator label="Height of the program" of={PANEL} height={programHeight} least={160} rest={120} />
    </>
  );
}
