/** Making an assignment: a task, a program with gaps, and checks, all of them in one link. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { assign } from "../session/assign";
import { readChecks } from "./checks";
import { assignmentLink } from "./class-link";
import { Lines } from "./fields";

const SAMPLE = `a = Value(2.0, label="a")
b = Value(-3.0, label="b")
L = a + b  # Change this line.
L.label = "L"
`;

export function Make(): JSX.Element {
  const task = useSignal("Make L the product of a and b");
  const source = useSignal(SAMPLE);
  const checks = useSignal("data L is -6\ngrad a is -3");
  const link = useSignal<string | null>(null);
  const read = readChecks(checks.value);
  const odd = read.find((each) => each.check === null);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (odd !== undefined || task.value.trim() === "") return;
    const lines = read.flatMap(({ check }) => (check === null ? [] : [check.text]));
    const made = await assignmentLink({ task: task.value.trim(), checks: lines, source: source.value });
    link.value = `${location.origin}${location.pathname}${made}`;
    void navigator.clipboard?.writeText(link.value).catch(() => undefined);
  };
  return (
    <form class="cl-make" onSubmit={(event) => void make(event)} aria-labelledby="cl-make">
      <h2 id="cl-make">Make an assignment</h2>
      <label for="cl-task">Task</label>
      <input
        class="field"
        id="cl-task"
        value={task.value}
        onInput={(event) => assign(task, event.currentTarget.value)}
      />
      <Lines id="cl-source" label="Program" rows={8} text={source} />
      <Lines
        id="cl-checks"
        label="Checks, one a line"
        rows={4}
        text={checks}
        judgedBy="cl-odd"
        isOdd={odd !== undefined}
      />
      <p class={odd === undefined ? "cl-note" : "cl-note err"} id="cl-odd" role="status">
        {odd === undefined
          ? "grad a is 6, data loss below 0.1, data p above 0.9, class agrees. Anybody can read them in the link."
          : `“${odd.line}” is not a check. Write it like grad a is 6, or class agrees.`}
      </p>
      <button class="btn primary" type="submit">
        Make the link
      </button>
      <div role="status">
        {link.value !== null && (
          <p class="cl-made">
            <span>Give this link to your class. Nobody needs an account.</span>
            <input class="field" readOnly aria-label="Link of the assignment" value={link.value} />
            <a href={link.value}>Open it</a>
          </p>
        )}
      </div>
    </form>
  );
}
