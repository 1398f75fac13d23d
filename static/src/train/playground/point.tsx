/** The chosen point: where it is, how the network does on it, and what it adds to the grads. And who was taken for whom. */
import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { NumberField } from "../../components/number-field";
import { card, short, signed } from "../../format";
import { chances, classesOf, className, confusion, pull, pulls } from "./data";
import { type Playground, usePlayground } from "./state";

/** What the point does to the grad of its score in this step, in a sentence. */
function adds(its: Playground, at: number): string {
  const [rows, judged, { loss, batch }] = [its.rows.value, its.judged.value, its.said.value];
  const label = rows?.labels[at] ?? 0;
  const score = judged?.scores[at]?.[0];
  if (rows === null || score === undefined) return "The score appears with the first step.";
  if (rows.test.has(at)) return "This point is kept for testing, so it adds no gradient.";
  if (loss === null) return "The loss is set in the program.";
  const count = batch ?? rows.labels.length - rows.test.size;
  if (its.task.value === "several") {
    const isIdle = pulls(loss, label, judged?.scores[at] ?? [], count).every((each) => each === 0);
    return isIdle ? "Every margin is above 1, so this point adds no gradient in this step." : "";
  }
  const share = pull(loss, label, score, count);
  if (share === 0) return "Margin above 1, so this point adds no gradient in this step.";
  const when = batch === null ? "" : " in a step that has it";
  return `It adds ${signed(Number(share.toPrecision(3)))} to the grad of its score${when}.`;
}

function Side({ its, at }: { its: Playground; at: number }): JSX.Element | null {
  const judged = its.judged.value;
  if (judged === null || its.task.value === "number") return null;
  return judged.wrong.has(at) ? (
    <span class="tag err">
      <Icon name="close" /> wrong side
    </span>
  ) : (
    <span class="tag ok">
      <Icon name="check" /> right side
    </span>
  );
}

function Scores({ its, at }: { its: Playground; at: number }): JSX.Element | null {
  const scores = its.judged.value?.scores[at];
  const label = its.rows.value?.labels[at] ?? 0;
  if (scores === undefined) return null;
  if (its.task.value === "several") return null;
  const [score = Number.NaN] = scores;
  return (
    <>
      <dt>score</dt>
      <dd class="is-data">{card(score)}</dd>
      {its.task.value === "two" && (
        <>
          <dt>margin</dt>
          <dd>{card(label * score)}</dd>
        </>
      )}
      {its.task.value === "number" && (
        <>
          <dt>error</dt>
          <dd>{card(score - label)}</dd>
        </>
      )}
    </>
  );
}

/** Of several classes the score of each, what softmax makes of it, and what the point adds to its grad. */
function Classes({ its, at }: { its: Playground; at: number }): JSX.Element | null {
  const [rows, scores, { loss, batch }] = [its.rows.value, its.judged.value?.scores[at], its.said.value];
  if (its.task.value !== "several" || rows === null || scores === undefined) return null;
  const label = rows.labels[at] ?? 0;
  const count = batch ?? rows.labels.length - rows.test.size;
  const shares = loss === "cross-entropy" ? chances(scores) : null;
  const added = loss === null || rows.test.has(at) ? null : pulls(loss, label, scores, count);
  return (
    <table class="pg-classes" aria-label={`Scores of point ${at}`}>
      <thead>
        <tr>
          <th scope="col">class</th>
          <th scope="col">score</th>
          {shares !== null && <th scope="col">softmax</th>}
          {added !== null && <th scope="col">adds to grad</th>}
        </tr>
      </thead>
      <tbody>
        {Array.from(scores, (score, k) => (
          <tr key={k} class={k === label ? "is-own" : undefined}>
            <th scope="row">{className(rows, k)}</th>
            <td class="is-data">{card(score)}</td>
            {shares !== null && <td>{(shares[k] ?? 0).toFixed(3)}</td>}
            {added !== null && <td class="is-grad">{signed(Number((added[k] ?? 0).toPrecision(3)))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function PointPanel(): JSX.Element {
  const its = usePlayground();
  const at = its.chosen.value;
  const rows = its.rows.value;
  const row = at === null ? undefined : rows?.rows[at];
  return (
    <>
      <section class="panel pg-point" aria-label="Chosen point">
        <div class="ph">
          <h2>{at === null || row === undefined ? "Point" : `Point ${at}`}</h2>
          {at !== null && row !== undefined && <Side its={its} at={at} />}
        </div>
        {at === null || row === undefined || rows === null ? (
          <p class="none">Click a point, or walk to it with the arrow keys. It drives the drawn network.</p>
        ) : (
          <>
            <dl class="pg-facts">
              {row.map((value, k) => (
                <Input key={k} its={its} at={at} k={k} value={value} />
              ))}
              <dt>label</dt>
              <dd>
                {its.task.value === "number"
                  ? short(rows.labels[at] ?? 0, 5)
                  : className(rows, rows.labels[at] ?? 0)}
              </dd>
              <Scores its={its} at={at} />
            </dl>
            <Classes its={its} at={at} />
            {adds(its, at) !== "" && <p class="none">{adds(its, at)}</p>}
            {its.isEditable.value && (
              <div class="pg-tools">
                <button class="btn sm" type="button" onClick={() => its.remove(at)}>
                  Remove point
                </button>
              </div>
            )}
          </>
        )}
      </section>
      <Confusion />
    </>
  );
}

function Input({
  its,
  at,
  k,
  value,
}: {
  its: Playground;
  at: number;
  k: number;
  value: number;
}): JSX.Element {
  const rows = its.rows.value;
  const name = rows?.names[k] ?? `x${k + 1}`;
  return (
    <>
      <dt>{name}</dt>
      <dd class="is-data">
        {its.isEditable.value ? (
          <NumberField
            label={`${name} of point ${at}`}
            value={value}
            shown={(each) => short(each, 5)}
            onValue={(next) =>
              its.move(
                at,
                (rows?.rows[at] ?? []).map((each, j) => (j === k ? next : each)),
              )
            }
          />
        ) : (
          short(value, 5)
        )}
      </dd>
    </>
  );
}

function Confusion(): JSX.Element | null {
  const its = usePlayground();
  const [rows, judged, task] = [its.rows.value, its.judged.value, its.task.value];
  if (rows === null || judged === null || task === "number") return null;
  const classes = classesOf(rows, task);
  const parts = rows.test.size > 0 ? (["train", "test"] as const) : (["train"] as const);
  return (
    <section class="panel pg-confusion" aria-label="Confusion">
      <div class="ph">
        <h2>Confusion</h2>
        <span class="muted">rows: label, columns: said</span>
      </div>
      {parts.map((part) => (
        <table key={part}>
          <thead>
            <tr>
              <th scope="col">{rows.test.size > 0 ? part : "label"}</th>
              {classes.map((label) => (
                <th key={label} scope="col">
                  {className(rows, label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion(rows, judged, task, part).map((counts, row) => (
              <tr key={row}>
                <th scope="row">{className(rows, classes[row] ?? 0)}</th>
                {counts.map((found, column) => (
                  <td key={column} class={row !== column && found > 0 ? "is-wrong" : undefined}>
                    {found}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}
