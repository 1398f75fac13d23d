/** Statements about correctness, each tested on this server while the page is open. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon";
import { Prose } from "../components/prose";
import type { Statement } from "../wire/types";
import type { Verdict } from "./judge";
import { useReference } from "./state";

function VerdictTag({ verdict }: { verdict: Verdict | undefined }): JSX.Element {
  if (verdict === undefined) return <span class="muted">waiting</span>;
  return verdict.holds ? (
    <span class="tag ok">
      <Icon name="holds" />
      holds
    </span>
  ) : (
    <span class="tag err">
      <Icon name="close" />
      fails
    </span>
  );
}

function Row({ statement }: { statement: Statement }): JSX.Element {
  const verdict = useReference().verdicts.value[statement.name];
  const { source } = statement.body;
  return (
    <tr data-statement={statement.name}>
      <td>
        <Prose text={statement.says} />
        <details>
          <summary>What is sent and what comes back</summary>
          <pre class="sent">{String(source ?? "")}</pre>
          <p class="found">{verdict === undefined ? "" : verdict.found}</p>
        </details>
      </td>
      <td class="verdict">
        <VerdictTag verdict={verdict} />
      </td>
    </tr>
  );
}

function summary(count: number, verdicts: readonly Verdict[]): string {
  const holding = verdicts.filter(({ holds }) => holds).length;
  if (verdicts.length < count || verdicts.length === 0)
    return `Asked ${verdicts.length} of ${count || "all"}.`;
  return `${holding} of ${verdicts.length} hold on this server.`;
}

export function Conformance(): JSX.Element {
  const { statements, verdicts, judgeAll } = useReference();
  useEffect(() => void judgeAll(), []);
  const topics = [...new Set(statements.value.map(({ topic }) => topic))];
  return (
    <>
      <h1>Correctness</h1>
      <p class="lede">
        What a tool for gradients must get right, one statement a row. Each is sent to this server now, and
        its answer is compared to the last bit. The table itself is at <code>/api/v1/conformance</code>.
      </p>
      <p class="tally">
        <output aria-live="polite">{summary(statements.value.length, Object.values(verdicts.value))}</output>
        <button class="btn sm" type="button" onClick={() => void judgeAll()}>
          <Icon name="reset" />
          Ask again
        </button>
      </p>
      {topics.map((topic) => (
        <section key={topic}>
          <h2>{topic}</h2>
          <table class="props statements">
            <thead class="sr">
              <tr>
                <th scope="col">Statement</th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            <tbody>
              {statements.value
                .filter((statement) => statement.topic === topic)
                .map((statement) => (
                  <Row key={statement.name} statement={statement} />
                ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}
