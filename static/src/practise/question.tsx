/** The question: what is known, the field for the answer, hints, and what was wrong with the last answer. */

import type { JSX, TargetedSubmitEvent } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import { find, name, origin } from "../compute/naming";
import { count, counted, short } from "../format";
import { useSession } from "../session/context";
import { boot } from "../wire/boot";
import { type Box, hintsOf } from "./feedback";
import { MOST } from "./prediction";
import type { Question } from "./quiz";
import { usePractise } from "./state";

/** Facts that are listed; with more uses than fit, the drawing has the rest. */
const LISTED = 9;

function Facts({ open }: { open: Question }): JSX.Element | null {
  const { doc } = useSession().document;
  const shown = doc.value;
  if (shown === null) return null;
  const users = [...new Set(open.shares.map((share) => share.from))];
  const inputs = [...new Set(users.flatMap((user) => user.inputs.map((input) => input.node)))];
  const facts = [
    ...users.map((user) => (
      <li key={`g${user.id}`} class="fact g">
        grad of {name(user)} <b class="grad">{short(user.grad)}</b>
      </li>
    )),
    ...users.map((user) => (
      <li key={`r${user.id}`} class="fact">
        rule{" "}
        <b>
          {name(user)} = {origin(shown, user)}
        </b>
      </li>
    )),
    ...inputs.flatMap((id) => {
      const input = find(shown, id);
      if (input === null || input.op === "constant") return [];
      return [
        <li key={`d${id}`} class="fact d">
          {name(input)} <b class="data">{short(input.data)}</b>
        </li>,
      ];
    }),
    ...users
      .filter((user) => !["add", "sub", "mul", "neg", "sum"].includes(user.op) && !inputs.includes(user.id))
      .map((user) => (
        <li key={`o${user.id}`} class="fact d">
          {name(user)} <b class="data">{short(user.data)}</b>
        </li>
      )),
  ];
  return (
    <ul class="facts" aria-label="What you know">
      {facts.slice(0, LISTED)}
    </ul>
  );
}

function FactorBox({ box }: { box: Box }): JSX.Element {
  return (
    <>
      {box.sign !== "" && <span>{box.sign}</span>}
      <div class={box.state === "plain" ? "factor" : `factor ${box.state}`}>
        <small>
          {box.state === "gap" && <Icon name="close" />}
          {box.state === "have" && <Icon name="check" />}
          {box.title}
        </small>
        <b class={box.value === null ? "muted" : undefined}>{box.value ?? "?"}</b>
      </div>
    </>
  );
}

function Reply(): JSX.Element {
  const { attempt, complaint, reply, settledBefore } = usePractise().prediction;
  const said = reply.value;
  const before =
    said === null && complaint.value === null && attempt.value.hints === 0 ? settledBefore.value : null;
  return (
    <div id="reply" role="status">
      {complaint.value !== null && (
        <p class="complaint">
          <Icon name="warn" />
          {complaint.value}
        </p>
      )}
      {before !== null && <p class="before">{before}</p>}
      {said !== null && (
        <div class="fb">
          <h3>
            <Icon name="close" />
            {said.title}
          </h3>
          <p>
            <Prose text={said.text} />
          </p>
          {said.boxes.length > 0 && (
            <div class="factors">
              {said.boxes.map((box) => (
                <FactorBox key={box.title} box={box} />
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function Hints({ open }: { open: Question }): JSX.Element | null {
  const { attempt } = usePractise().prediction;
  const shown = hintsOf(open, attempt.value.hints);
  if (shown.length === 0) return null;
  return (
    <div role="status" aria-label="Hints">
      <ul class="hints">
        {shown.map((each) => (
          <li key={each.text} class={each.tone === "grad" ? "grad" : undefined}>
            {each.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The example after the one that was worked through; the first after a program of one's own. */
function NextProgram(): JSX.Element | null {
  const { example } = useSession().program;
  const { load } = usePractise().prediction;
  const at = boot.examples.findIndex(({ name: id }) => id === example.value?.name);
  const next = boot.examples[at + 1];
  if (next === undefined) return null;
  return (
    <button class="btn primary" type="button" onClick={() => void load(next, next.values)}>
      Next program: {next.title}
    </button>
  );
}

function Done(): JSX.Element {
  const { doc } = useSession().document;
  const { asked, isTooLong, standing, startAgain } = usePractise().prediction;
  const { found, firstTries, best } = standing.value;
  const all = asked.value.length;
  if (isTooLong.value) {
    return (
      <div>
        <h2>Too many values to work through</h2>
        <p class="outcome">
          The graph has {count(doc.value?.nodes.length ?? 0)} values. Predict goes through up to {MOST}. Take
          a smaller program: fewer samples, a smaller network.
        </p>
        <div class="row">
          <NextProgram />
        </div>
      </div>
    );
  }
  if (all === 0) {
    return (
      <div>
        <h2>Nothing to predict</h2>
        <p class="outcome">
          {doc.value?.output == null
            ? "The program made no Value. Write one, such as a = Value(2.0)."
            : "The only value is the output, and its grad is 1."}
        </p>
      </div>
    );
  }
  return (
    <div>
      <h2>
        {found === all ? `All ${counted(all, "grad")} found` : `${found} of ${counted(all, "grad")} found`}
      </h2>
      <p class="outcome" role="status">
        {firstTries} at the first try, longest streak {best}.
      </p>
      <div class="row">
        <NextProgram />
        <button class="btn" type="button" onClick={startAgain}>
          Start again
        </button>
      </div>
    </div>
  );
}

/** The field for the answer, with the ways to be helped. */
function Guess({ open }: { open: Question }): JSX.Element {
  const { answer, canHint, complaint, hint, isReading, question, reply, reveal } = usePractise().prediction;
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const input = field.current;
    if (input === null) return;
    const asksFor = open.node.id;
    if (!answer(input.value)) {
      input.focus();
      return;
    }
    if (question.peek()?.node.id === asksFor) input.select();
    else input.value = "";
  };
  return (
    <form class="guess" onSubmit={submit}>
      <label for="guess">
        grad of <b>{name(open.node)}</b> =
      </label>
      <input
        class="field"
        id="guess"
        ref={field}
        type="text"
        inputMode="text"
        autoComplete="off"
        spellcheck={false}
        maxLength={40}
        readOnly={isReading.value}
        aria-invalid={reply.value !== null || complaint.value !== null}
        aria-describedby="reply"
      />
      <button class="btn primary" type="submit" disabled={isReading.value}>
        Check <kbd>Enter</kbd>
      </button>
      <button class="btn" type="button" disabled={!canHint.value} onClick={hint}>
        Hint <kbd>H</kbd>
      </button>
      <button
        class="btn ghost"
        type="button"
        disabled={isReading.value}
        onClick={() => {
          if (field.current !== null) field.current.value = "";
          reveal();
        }}
      >
        Reveal <kbd>R</kbd>
      </button>
    </form>
  );
}

export function Ask(): JSX.Element {
  const open = usePractise().prediction.question.value;
  if (open === null) return <Done />;
  return (
    <div>
      <h2>
        What is the grad of <b>{name(open.node)}</b>?
      </h2>
      <Facts open={open} />
      <Guess open={open} />
      <Hints open={open} />
      <Reply />
    </div>
  );
}
