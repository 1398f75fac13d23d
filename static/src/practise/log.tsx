/** What was answered so far, the score and the streak. */

import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { name, ordinal } from "../compute/naming";
import { diagnose, inShort } from "./diagnosis";
import { type Attempt, isRight, outcome, type Question, TOLERANCE, typed } from "./quiz";
import { usePractise } from "./state";

/** Answers that are listed, the newest of them. */
const LISTED = 8;

function Result({ question, attempt }: { question: Question; attempt: Attempt }): JSX.Element {
  const how = outcome(question, attempt);
  const last = attempt.tries.at(-1);
  if (how === "revealed")
    return (
      <td class="r muted">
        <Icon name="minus" /> revealed
      </td>
    );
  if (how === "found") {
    const tries = attempt.tries.length;
    return (
      <td class="r ok">
        <Icon name="check" /> {ordinal(tries - 1)} try{attempt.hints > 0 ? ", hint" : ""}
      </td>
    );
  }
  const value = last === undefined ? null : typed(last);
  return (
    <td class={value === null ? "r muted" : "r err"}>
      {value !== null && <Icon name="close" />} {value === null ? "hint" : inShort(diagnose(question, value))}
    </td>
  );
}

function Score(): JSX.Element {
  const { asked, standing } = usePractise().prediction;
  const { found, revealed, streak, best } = standing.value;
  return (
    <dl class="score" aria-label="Score">
      <div>
        <dt>Found</dt>
        <dd>
          {found} of {asked.value.length}
        </dd>
      </div>
      <div>
        <dt>Streak</dt>
        <dd>
          {streak}
          {best > streak && <small> best {best}</small>}
        </dd>
      </div>
      {revealed > 0 && (
        <div>
          <dt>Revealed</dt>
          <dd>{revealed}</dd>
        </div>
      )}
    </dl>
  );
}

interface Given {
  readonly question: Question;
  readonly attempt: Attempt;
}

function Row({ question, attempt }: Given): JSX.Element {
  return (
    <tr>
      <td class="m">{name(question.node)}</td>
      <td class="m">
        {attempt.tries.slice(-3).map((text, index) => (
          <span key={`${index}${text}`}>
            {isRight(question, text) ? text.replaceAll("-", "−") : <s>{text.replaceAll("-", "−")}</s>}{" "}
          </span>
        ))}
      </td>
      <Result question={question} attempt={attempt} />
    </tr>
  );
}

function Answers({ given }: { given: readonly Given[] }): JSX.Element {
  return (
    <table class="log">
      <caption class="sr">Your answers</caption>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col">Answer</th>
          <th scope="col" class="r">
            Result
          </th>
        </tr>
      </thead>
      <tbody>
        {given.slice(-LISTED).map(({ question, attempt }) => (
          <Row key={question.node.id} question={question} attempt={attempt} />
        ))}
      </tbody>
    </table>
  );
}

export function Log(): JSX.Element {
  const { asked, progress, startAgain } = usePractise().prediction;
  const given = progress.value.flatMap((attempt, index) => {
    const question = asked.value[index];
    return question === undefined ? [] : [{ question, attempt }];
  });
  return (
    <div class="answers">
      <div class="ph">
        <h2>Your answers</h2>
        <button class="btn ghost sm" type="button" disabled={given.length === 0} onClick={startAgain}>
          <Icon name="reset" />
          Start again
        </button>
      </div>
      <Score />
      {given.length > 0 && <Answers given={given} />}
      <p class="muted">
        Answers within {TOLERANCE * 100}% count. Order: reverse topological. The output's grad is 1.
      </p>
    </div>
  );
}
