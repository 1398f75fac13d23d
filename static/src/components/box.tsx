/** A box of a folded graph: what it stands for, and min, mean and max of its outputs. */
import type { JSX } from "preact";
import { type Summary, summary } from "../compute/summary";
import { counted, short } from "../format";
import type { Box } from "../session/box";
import { Exact, standing } from "./identity";
import { Section } from "./section";

const DIGITS = 4; // three of them fit side by side
const FIGURES = ["min", "mean", "max"] as const;

function Figures({ of, tone }: { of: Summary | null; tone: "data" | "grad" }): readonly JSX.Element[] {
  return FIGURES.map((figure) => (
    <td key={figure} class={tone}>
      {of === null ? "–" : short(of[figure], DIGITS)}
    </td>
  ));
}

/** Between what its numbers lie; one line each for data and grad. */
function Spread({ box, grad }: { box: Box; grad: readonly number[] | null }): JSX.Element {
  return (
    <Section title="Outputs" note={counted(box.data.length, "value")}>
      <table class="uses">
        <thead>
          <tr>
            <td />
            {FIGURES.map((figure) => (
              <th key={figure} scope="col">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">data</th>
            <Figures of={summary(box.data)} tone="data" />
          </tr>
          <tr>
            <th scope="row">grad</th>
            <Figures of={grad === null ? null : summary(grad)} tone="grad" />
          </tr>
        </tbody>
      </table>
    </Section>
  );
}

export function BoxSummary({ box }: { box: Box }): JSX.Element {
  const [copies, ...rest] = box.about;
  const grad = box.state === "none" ? null : box.grad;
  const [data, slope] = [box.data, grad ?? []];
  const isOne = data.length === 1 && data[0] !== undefined;
  return (
    <>
      <div class="sec">
        <dl class="kv">
          <dt>name</dt>
          <dd>
            <b class="big">{box.name}</b>
            {copies !== undefined && <span class="tag">{copies}</span>}
          </dd>
          {rest.length > 0 && (
            <>
              <dt />
              <dd>{rest.join(", ")}</dd>
            </>
          )}
          {isOne && (
            <>
              <dt>data</dt>
              <Exact value={data[0] ?? 0} tone="data" />
              <dt>grad</dt>
              {slope[0] === undefined ? <dd class="muted">–</dd> : <Exact value={slope[0]} tone="grad" />}
            </>
          )}
          <dt />
          <dd>
            <small>{box.grad === null ? "takes no grad" : standing(box.state, box.passes)}</small>
          </dd>
        </dl>
      </div>
      {!isOne && <Spread box={box} grad={grad} />}
    </>
  );
}
