/** The program's own class, checked: what is wrong with it, where, and how each of its operations does. */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Prose } from "../../components/prose";
import { QuestionLink } from "../../components/question-link";
import { called } from "../../compute/naming";
import { counted, short } from "../../format";
import { useSession } from "../../session/context";
import { lineWords } from "../../wire/problem";
import { relatedToFinding } from "../../wire/related";
import type { Finding, Operation, OwnEngine } from "../../wire/types";
import {
  absent,
  blameless,
  bugOf,
  calm,
  caseWords,
  examined,
  faulty,
  isWrongCase,
  likeness,
  numbersWords,
  title,
  verdictWords,
  written,
} from "../check/words";
import { useExplorer } from "../state";

function LineButton({ found }: { found: Finding }): JSX.Element | null {
  const { goToLine } = useExplorer().check;
  if (found.line === null) return null;
  return (
    <button class="btn sm" type="button" onClick={() => goToLine(found)}>
      Go to {lineWords(found.line, found.file ?? null)}
    </button>
  );
}

/** The finding that is looked at. */
function Card({ found }: { found: Finding }): JSX.Element {
  const { showCase, openLab, isFixShown } = useExplorer().check;
  const { doc } = useSession().document;
  const like = likeness(found);
  return (
    <div class="finding" role="status">
      <h3>
        <Icon name="close" />
        {title(found)}
      </h3>
      {like !== null && <p>{like}</p>}
      <p>
        <Prose text={found.message} />
      </p>
      {isFixShown.value && found.fix !== null && (
        <p class="fix" id="fix">
          <Prose text={found.fix} />
        </p>
      )}
      <div class="row">
        <LineButton found={found} />
        <button class="btn ghost sm" type="button" onClick={() => void showCase(found)}>
          Show {called(doc.value, found.node)}
        </button>
        {found.fix !== null && (
          <button
            class="btn ghost sm"
            type="button"
            aria-expanded={isFixShown.value}
            aria-controls="fix"
            onClick={() => {
              isFixShown.value = !isFixShown.value;
            }}
          >
            {isFixShown.value ? "Hide the fix" : "Show the fix"}
          </button>
        )}
        {bugOf(found) !== null && (
          <button class="btn ghost sm" type="button" onClick={() => void openLab(found)}>
            Open in the Bug lab
          </button>
        )}
        <QuestionLink to={relatedToFinding(found)} />
      </div>
    </div>
  );
}

/** Every finding, with its method and line; one is looked at. */
function List(): JSX.Element | null {
  const { findings, finding, look } = useExplorer().check;
  if (findings.value.length < 2) return null;
  return (
    <ol class="finding-list" aria-label="Findings">
      {findings.value.map((each, at) => (
        <li key={`${at}${each.method}`}>
          <button type="button" aria-current={each === finding.value} onClick={() => look(at)}>
            <code>{each.method}</code>
            <span>{title(each)}</span>
            {each.line !== null && <small>{lineWords(each.line, each.file ?? null)}</small>}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Half({ operation, half }: { operation: Operation; half: "forward" | "derivative" }): JSX.Element {
  const verdict = operation[half];
  const kind = verdict === "right" ? "y" : verdict === "wrong" ? "n" : "muted";
  return (
    <td class={operation.through !== null && verdict === "wrong" ? `${kind} is-through` : kind}>
      <span>
        {verdict === "right" && <Icon name="check" />}
        {verdict === "wrong" && <Icon name="close" />}
        {verdictWords(operation, half)}
      </span>
    </td>
  );
}

function Row({ operation, isFaulty }: { operation: Operation; isFaulty: boolean }): JSX.Element {
  const { files } = useSession();
  const { line, file, op } = operation;
  return (
    <tr class={isFaulty ? "bad" : undefined}>
      <th scope="row">
        {line === null ? (
          op
        ) : (
          <button
            class="link"
            type="button"
            title={`Go to ${lineWords(line, file)}`}
            onClick={() => files.goTo(line, file)}
          >
            {op}
          </button>
        )}
      </th>
      <Half operation={operation} half="forward" />
      <Half operation={operation} half="derivative" />
      <td class="r">{operation.cases}</td>
    </tr>
  );
}

function Operations({ engine }: { engine: OwnEngine }): JSX.Element | null {
  if (engine.operations.length === 0) return null;
  if (written(engine).length === 0) {
    return (
      <p class="none">
        <Prose text={`Your \`${engine.class}\` has no operation yet. Start with \`__add__\`.`} />
      </p>
    );
  }
  const notes = [blameless(engine), absent(engine)].filter((note) => note !== null);
  const bad = faulty(engine);
  return (
    <>
      <table class="ops">
        <caption class="sr">Each operation of your class, tried alone</caption>
        <thead>
          <tr>
            <th scope="col">operation</th>
            <th scope="col">forward</th>
            <th scope="col">derivative</th>
            <th scope="col" class="r">
              cases
            </th>
          </tr>
        </thead>
        <tbody>
          {written(engine).map((operation) => (
            <Row key={operation.op} operation={operation} isFaulty={bad.includes(operation)} />
          ))}
        </tbody>
      </table>
      {notes.map((note) => (
        <p class="none" key={note}>
          <Prose text={note} />
        </p>
      ))}
    </>
  );
}

/** What an operation that is wrong was tried at, theirs beside what is right. */
function Cases({ operation }: { operation: Operation }): JSX.Element {
  const half = operation.derivative === "wrong" ? "derivative" : "forward";
  return (
    <table class="ops cases">
      <caption>
        <span>
          The {counted(operation.tried.length, "case")} of <code>{operation.op}</code>
        </span>
        <small>{half}</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">case</th>
          {half === "derivative" && (
            <th scope="col" class="r">
              forward
            </th>
          )}
          <th scope="col" class="r">
            yours
          </th>
          <th scope="col" class="r">
            right
          </th>
        </tr>
      </thead>
      <tbody>
        {operation.tried.map((each) => (
          <tr key={each.inputs.join()}>
            <th scope="row">{caseWords(operation, each)}</th>
            {half === "derivative" && <td class="r">{each.data === null ? "none" : short(each.data)}</td>}
            <td class={isWrongCase(each, half) ? "r n" : "r"}>
              {numbersWords(half === "derivative" ? each.grads : each.data === null ? null : [each.data])}
            </td>
            <td class="r right">
              {numbersWords(half === "derivative" ? each.slopes : each.want === null ? null : [each.want])}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function close(isOpen: { value: boolean }): void {
  isOpen.value = false;
  document.getElementById("open-check")?.focus();
}

export function CheckPanel(): JSX.Element | null {
  const { engine, findings, finding, isOpen } = useExplorer().check;
  const shown = engine.value;
  if (!isOpen.value || shown === null) return null;
  const count = findings.value.length;
  const tried = examined(shown, finding.value);
  return (
    <>
      <div class="ph">
        <h2>Your {shown.class}, checked</h2>
        {count > 0 && (
          <span class="tag err">
            <Icon name="close" />
            {counted(count, "finding")}
          </span>
        )}
        <button
          class="btn ghost sm icon"
          type="button"
          aria-label="Close the check"
          onClick={() => close(isOpen)}
        >
          <Icon name="close" />
        </button>
      </div>
      {finding.value === null ? <p class="none">{calm(shown)}</p> : <Card found={finding.value} />}
      <List />
      <Operations engine={shown} />
      {tried !== null && <Cases operation={tried} />}
      <div class="sec">
        <h3>How it is checked</h3>
        <p class="why">
          The grads of the whole run are compared with calculus, one use of the chain rule at a time. Then
          each operation of your class is tried alone, against a finite difference.
        </p>
      </div>
    </>
  );
}
