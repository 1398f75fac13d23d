/** What differs, in words: counts by kind, and the first value and the first grad that differ. */
import type { JSX } from "preact";
import { count, repr } from "../format";
import { position } from "../wire/ids";
import { lineWords } from "../wire/problem";
import type { FirstDocument } from "../wire/schema";
import { CLASSES, KINDS, WORDS } from "./kinds";
import { usePanes } from "./panes";
import { useCompare } from "./state";

function First(props: { readonly what: "value" | "grad"; readonly first: FirstDocument }): JSX.Element {
  const { what, first } = props;
  const { go } = usePanes();
  const tone = what === "value" ? "is-data" : "is-grad";
  const [before = 0, after = 0] = first.numbers.map(Number);
  return (
    <p class="cp-first">
      The first {what} that differs is{" "}
      <button type="button" class="link" onClick={() => go("after", position(first.after))}>
        {first.name}
        {first.line !== null && `, ${lineWords(first.line, first.file)}`}
      </button>
      : <b class={tone}>{repr(before)}</b> before, <b class={tone}>{repr(after)}</b> after.
    </p>
  );
}

export function Findings(): JSX.Element | null {
  const { found, marks, problems } = useCompare();
  const { step } = usePanes();
  const [all, now] = [found.value, marks.value];
  const hasFailed = Object.keys(problems.value).length > 0;
  if (all === null || now === null) return null;
  if (hasFailed)
    return (
      <div class="cp-findings" role="status">
        Nothing to compare until both programs run.
      </div>
    );
  if (all.equal)
    return (
      <div class="cp-findings" role="status">
        No difference: every value and grad is the same.
      </div>
    );
  return (
    <div class="cp-findings">
      <div role="status">
        <ul class="cp-counts" aria-label="Differences">
          {KINDS.filter((kind) => now.counts[kind] > 0).map((kind) => (
            <li key={kind} class={CLASSES[kind]}>
              <span class="cp-sign" aria-hidden="true">
                {WORDS[kind][0]}
              </span>
              {count(now.counts[kind])} {WORDS[kind][2]}
            </li>
          ))}
        </ul>
        {all.first_value !== null && <First what="value" first={all.first_value} />}
        {all.first_grad !== null && <First what="grad" first={all.first_grad} />}
        {all.drawings?.shared === false && (
          <p class="cp-first">Values are computed in another order, so each graph has its own layout.</p>
        )}
      </div>
      <span class="cp-steps">
        <button type="button" class="btn sm" onClick={() => step(-1)}>
          Previous difference
        </button>
        <button type="button" class="btn sm" onClick={() => step(1)}>
          Next difference
        </button>
      </span>
    </div>
  );
}
