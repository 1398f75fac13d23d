/** The left column: the loop, the editor in its place, the numbers of the program, and what it prints. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { ExamplesMenu } from "../components/examples-menu";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { AttachButton, EDITOR, Files } from "../components/program-files";
import { Prose } from "../components/prose";
import { useEditor } from "../components/use-editor";
import { advice, complaint, placeWords } from "../wire/problem";
import { inLoop, type Setting, withSetting } from "./numbers";
import { Output } from "./output";
import { PlaygroundPanels } from "./playground/panels";
import { useTrain } from "./state";

const WORDS =
  /(#.*$|"[^"]*"|'[^']*'|\b(?:for|in|if|else|elif|while|def|return|not|and|or|lambda)\b|\b\d[\d_.e-]*\b)/g;

/** A line with its words marked, as in the editor. */
function Marked({ line }: { line: string }): JSX.Element {
  return (
    <code>
      {line.split(WORDS).map((text, at) => {
        if (at % 2 === 0) return text;
        const kind = /^#/.test(text) ? "s" : /^["']/.test(text) ? "s" : /^\d/.test(text) ? "v" : "kw";
        return (
          <span key={at} class={kind}>
            {text}
          </span>
        );
      })}
    </code>
  );
}

function Loop(): JSX.Element {
  const { loop, session, training } = useTrain();
  const lines = session.program.source.value.split("\n");
  const found = loop.value;
  if (found === null) return <NoLoop />;
  const running = training.isOn.value ? (training.newest.value?.line ?? null) : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
    <ol class="tn-code editor" tabIndex={0} aria-label={`Lines ${found.from} to ${found.to}`}>
      {lines.slice(found.from - 1, found.to).map((line, at) => (
        <li
          key={at}
          data-n={found.from + at}
          class={found.from + at === running ? "is-on" : undefined}
          aria-current={found.from + at === running ? "step" : undefined}
        >
          <Marked line={line} />
        </li>
      ))}
    </ol>
  );
}

/** The name on which the text calls backward, or its last name. */
const outputOf = (source: string): string =>
  /(\w+)\.backward\s*\(/.exec(source)?.[1] ?? [...source.matchAll(/^(\w+)\s*=/gm)].at(-1)?.[1] ?? "loss";

function NoLoop(): JSX.Element {
  const { session, training, isEditing } = useTrain();
  const { source } = session.program;
  return (
    <div class="tn-none">
      <p role="status">
        {source.value.trim() === ""
          ? "Write a program with a loop around backward()."
          : "This program makes one pass. Put it in a loop to train."}
      </p>
      {source.value.trim() !== "" && (
        <button
          class="btn sm"
          type="button"
          onClick={() => {
            source.value = inLoop(source.value, outputOf(source.value));
            isEditing.value = true;
            training.run();
          }}
        >
          Insert a loop
        </button>
      )}
    </div>
  );
}

function Editor(): JSX.Element {
  const { training } = useTrain();
  const host = useRef<HTMLDivElement>(null);
  useEditor(host, { onRest: () => undefined, onRun: () => training.run() });
  return <div class="editor tn-editor" id={EDITOR} ref={host} />;
}

function ProblemLine(): JSX.Element | null {
  const { training } = useTrain();
  const found = training.problem.value;
  if (found === null) return null;
  const last = training.recorded.value.at(-1);
  return (
    <div class="diag unplaced" role="alert">
      {found.place !== null && <b>{placeWords(found.place)}. </b>}
      <Prose text={`${complaint(found)} ${advice(found) ?? ""}`.trim()} />
      {last !== undefined && (
        <div class="row">
          <button class="btn sm" type="button" onClick={() => training.show(last)}>
            Go back to step {last}
          </button>
        </div>
      )}
    </div>
  );
}

function Field({ setting }: { setting: Setting }): JSX.Element {
  const { session, training } = useTrain();
  const { source } = session.program;
  const id = `set-${setting.name}-${setting.line}`;
  return (
    <>
      <label for={id}>
        {setting.name}, line {setting.line}
      </label>
      <NumberField
        id={id}
        label={`${setting.name}, line ${setting.line}`}
        value={setting.value}
        shown={String}
        refuse={(value) =>
          Number.isInteger(setting.value) &&
          ["steps", "seed"].includes(setting.name) &&
          !Number.isInteger(value)
            ? "Write an integer."
            : null
        }
        onValue={(value) => {
          source.value = withSetting(source.peek(), setting, String(value));
          training.run();
        }}
      />
    </>
  );
}

function Numbers(): JSX.Element | null {
  const { settings } = useTrain();
  if (settings.value.length === 0) return null;
  return (
    <section class="panel" aria-label="Numbers in your program">
      <div class="ph">
        <h2>Numbers in your program</h2>
      </div>
      <div class="tn-form">
        {settings.value.map((setting) => (
          <Field key={`${setting.name}${setting.line}`} setting={setting} />
        ))}
      </div>
      <p class="none">A change starts a new run. This one becomes the grey line.</p>
    </section>
  );
}

export function Program(): JSX.Element {
  const { isEditing, remark, training, playground, address } = useTrain();
  return (
    <section class="tn-left" aria-label="Program">
      {remark.value !== null && (
        <p class="none" role="status">
          {remark.value}
        </p>
      )}
      {playground.isHere.value && <PlaygroundPanels />}
      <div class={isEditing.value ? "panel tn-program is-editing" : "panel tn-program"}>
        <div class="ph">
          <h2>{isEditing.value ? "Program" : "Your loop"}</h2>
          {isEditing.value && (
            <>
              <ExamplesMenu class="btn ghost sm" align="right">
                Examples <Icon name="down" />
              </ExamplesMenu>
              <AttachButton onAttached={() => training.run()} />
              <button class="btn ghost sm" type="button" onClick={() => training.run()}>
                Run <kbd>Ctrl ↵</kbd>
              </button>
            </>
          )}
          <button
            class="btn ghost sm"
            type="button"
            aria-pressed={isEditing.value}
            onClick={() => {
              isEditing.value = !isEditing.value;
            }}
          >
            {isEditing.value ? "Done" : "Edit program"}
          </button>
        </div>
        {isEditing.value && <Files left={address.left.value} />}
        {isEditing.value ? <Editor /> : <Loop />}
        <ProblemLine />
      </div>
      {!playground.isHere.value && <Numbers />}
      <Output />
    </section>
  );
}
