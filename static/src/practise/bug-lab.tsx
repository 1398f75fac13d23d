/** The bug lab: switches, the line that each changes, the drawing with both numbers, the verdict, the table. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Drawing } from "../components/drawing";
import { Icon } from "../components/icon";
import { Message } from "../components/message";
import { Prose } from "../components/prose";
import { useSession } from "../session/context";
import { placeWords, withAdvice } from "../wire/problem";
import { LAB_EXAMPLES } from "./examples";
import { Diff, Switches } from "./lab-switches";
import { Table } from "./lab-table";
import { usePractise } from "./state";

function Verdict(): JSX.Element | null {
  const { verdict } = usePractise().lab;
  const found = verdict.value;
  if (found === null) return null;
  return (
    <div class={found.isWrong ? "verdict" : "verdict is-fine"} role="status">
      <Icon name={found.isWrong ? "warn" : "check"} />
      <p>
        <b>
          <Prose text={found.title} />
        </b>{" "}
        <Prose text={found.text} />
      </p>
    </div>
  );
}

function Trouble(): JSX.Element | null {
  const {
    document: { problem },
    picture: { refusal },
  } = usePractise().lab.session;
  const found = problem.value ?? refusal.value;
  if (found === null) return null;
  return (
    <Message
      title={
        found.place !== null ? placeWords(found.place) : problem.value === null ? "No drawing" : "No numbers"
      }
      text={withAdvice(found)}
    />
  );
}

const OWN = "own";

function ExampleChoice(): JSX.Element {
  const {
    document: { doc },
    program: { moved, text },
  } = useSession();
  const { chosen, bugs, loadExample, load } = usePractise().lab;
  const choose = (value: string): void => {
    if (value === OWN) load({ ...text.peek(), values: moved.peek() }, bugs.peek(), null);
    else loadExample(Number(value));
  };
  const next = ((chosen.value ?? -1) + 1) % LAB_EXAMPLES.length;
  return (
    <span class="lab-choice">
      <span class="select">
        <select
          aria-label="Program of the bug lab"
          value={chosen.value === null ? OWN : String(chosen.value)}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {LAB_EXAMPLES.map(({ title }, index) => (
            <option key={title} value={String(index)}>
              {title}
            </option>
          ))}
          <option value={OWN} disabled={doc.value === null}>
            The program of Predict
          </option>
        </select>
        <Icon name="down" />
      </span>
      <button
        class="btn"
        type="button"
        title={LAB_EXAMPLES[next]?.title ?? ""}
        onClick={() => loadExample(next)}
      >
        Next
      </button>
    </span>
  );
}

export function BugLab(): JSX.Element {
  const { lab, isLabFirst } = usePractise();
  const { session, moment, isBusy } = lab;
  const section = useRef<HTMLElement>(null);
  // Where it is below Predict, a person who came for the lab would not see it.
  useSignalEffect(() => {
    if (isLabFirst.value) section.current?.scrollIntoView({ block: "start" });
  });
  return (
    <section ref={section} aria-labelledby="bug-lab" class="lab" aria-busy={isBusy.value}>
      <header class="lead">
        <h1 id="bug-lab">Bug lab</h1>
        <p>Break backward on purpose and see which grads go wrong.</p>
        <ExampleChoice />
      </header>
      <Switches />
      <Diff />
      <div class="canvas">
        <Drawing session={session} moment={moment} />
        <Trouble />
      </div>
      <Verdict />
      <Table />
    </section>
  );
}
