/** Which program is practised on: an example, or one that is written in a dialog. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Dialog } from "../components/dialog";
import { exampleItems } from "../components/examples-menu";
import { Icon } from "../components/icon";
import { Menu } from "../components/menu";
import { WhyNot } from "../components/why-not";
import { find, name, origin } from "../compute/naming";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import type { Session } from "../session/session";
import type { Problem } from "../wire/problem";
import { usePractise } from "./state";

function title({ document: { doc }, program: { example } }: Session): string {
  if (example.value !== null) return example.value.title;
  const output = find(doc.value, doc.value?.output ?? null);
  if (doc.value === null || output === null) return "Your program";
  return output.inputs.length === 0 ? name(output) : `${name(output)} = ${origin(doc.value, output)}`;
}

export function ProgramMenu(): JSX.Element {
  const session = useSession();
  const { example } = session.program;
  const {
    isEditing,
    prediction: { load },
  } = usePractise();
  const items = [
    ...exampleItems(example.value, (entry) => void load(entry, entry.values)),
    {
      key: "own",
      text: "Write a program…",
      onChoose: () => assign(isEditing, true),
    },
  ];
  return (
    <>
      {example.value !== null && <span>Example</span>}
      <b>{title(session)}</b>
      <Menu class="btn ghost sm" align="middle" label="Choose a program" items={items}>
        <Icon name="down" />
      </Menu>
    </>
  );
}

/** Why the program in the dialog does not run. */
function Fault({ found }: { found: Problem | null }): JSX.Element {
  return (
    <p id="own-problem" role="status" class={found === null ? "" : "complaint"}>
      {found !== null && <WhyNot problem={found} />}
    </p>
  );
}

export function ProgramDialog(): JSX.Element {
  const { document, program } = useSession();
  const { isEditing, prediction } = usePractise();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isRefused, setRefused] = useState(false);
  const begin = (): void => {
    setRefused(false);
    if (field.current !== null) field.current.value = program.source.peek();
    field.current?.focus();
  };
  const close = (): void => assign(isEditing, false);
  const run = async (): Promise<void> => {
    const runs = await prediction.load({ ...program.text.peek(), source: field.current?.value ?? "" });
    setRefused(!runs);
    if (runs) close();
    else field.current?.focus();
  };
  const found = isRefused ? document.problem.value : null;
  return (
    <Dialog id="own" class="own" title="Program" isOpen={isEditing.value} onOpen={begin} onClose={close}>
      <textarea
        ref={field}
        class="field"
        rows={12}
        spellcheck={false}
        aria-label="Program text"
        aria-invalid={found !== null}
        aria-describedby="own-problem"
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
        }}
      />
      <Fault found={found} />
      <div class="row">
        <button class="btn primary" type="button" onClick={() => void run()}>
          Practise on it <kbd>Ctrl Enter</kbd>
        </button>
      </div>
    </Dialog>
  );
}
