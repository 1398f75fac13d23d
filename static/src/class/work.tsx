/** An assignment as a student works on it: the task, the program, its graph, the checks, and what is handed in. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { Drawing } from "../components/drawing";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { useEditor } from "../components/use-editor";
import { Zoom } from "../components/zoom";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { type Assignment, handInLink } from "./class-link";
import { Fault } from "./fields";
import { type Run, runInTurn } from "./judging";

const PATIENCE = 400;

export function Marks({ run }: { run: Run }): JSX.Element {
  return (
    <ul class="cl-marks">
      {run.judged.map(({ check, isRight, found }) => (
        <li key={check.text} class={isRight ? "ok" : "err"}>
          <Icon name={isRight ? "check" : "close"} />
          <span>
            <b>{check.text}</b>
            <span class="sr">{isRight ? ", right: " : ", not yet: "}</span>
            <span class="cl-found">
              <Prose text={found} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function HandIn({ given }: { given: Assignment }): JSX.Element {
  const { program } = useSession();
  const by = useSignal("");
  const link = useSignal<string | null>(null);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (by.value.trim() === "") return;
    const made = await handInLink({ ...given, source: program.source.peek() }, by.value.trim());
    link.value = `${location.origin}${location.pathname}${made}`;
    void navigator.clipboard?.writeText(link.value).catch(() => undefined);
  };
  return (
    <form class="cl-hand" onSubmit={(event) => void make(event)}>
      <h2>Hand in</h2>
      <p class="cl-row">
        <label for="cl-by">Your name</label>
        <input
          class="field"
          id="cl-by"
          autoComplete="name"
          value={by.value}
          onInput={(event) => assign(by, event.currentTarget.value)}
        />
        <button class="btn primary" type="submit">
          Make the link
        </button>
      </p>
      <div role="status">
        {link.value !== null && (
          <p class="cl-made">
            <span>
              Send this link to your teacher. Its code is <b>{link.value.slice(-5)}</b>: it shows slips, such
              as a link that was cut off.
            </span>
            <input class="field" readOnly aria-label="Link to hand in" value={link.value} />
          </p>
        )}
      </div>
    </form>
  );
}

export function Work({ given }: { given: Assignment }): JSX.Element {
  const session = useSession();
  const { document, picture, program, stage, createAsk } = session;
  const host = useRef<HTMLDivElement>(null);
  const run = useSignal<Run | null>(null);
  const ask = useMemo(() => createAsk(PATIENCE), [createAsk]);
  useEditor(host);
  useSignalEffect(() => {
    document.doc.value;
    document.problem.value;
    void runInTurn(ask, program.source.peek(), given.checks, (found) => assign(run, found));
  });
  const left = run.value?.judged.filter((each) => !each.isRight).length ?? given.checks.length;
  return (
    <main class="cl cl-work" id="main">
      <section class="cl-text" aria-label="Assignment">
        <h1>{given.task}</h1>
        <div class="editor cl-editor" ref={host} />
        <h2>Checks</h2>
        <p role="status">
          {left === 0 ? "All checks are right." : `${left} of ${given.checks.length} to go.`}
        </p>
        {run.value?.fault != null && (
          <Fault>
            <Prose text={run.value.fault} />
          </Fault>
        )}
        {run.value !== null && <Marks run={run.value} />}
        <HandIn given={given} />
      </section>
      <section class="cl-graph canvas" aria-label="Graph">
        <Drawing session={session} />
        {picture.picture.value !== null && <Zoom stage={stage} />}
      </section>
    </main>
  );
}
