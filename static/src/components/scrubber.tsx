import type { JSX } from "preact";
import { find, name } from "../compute/naming";
import { departure } from "../compute/own";
import { useSession } from "../session/context";
import type { Step } from "../wire/types";
import { BoxMarks } from "./box-marks";

const NAMED = 26;
const MARKED = 80;

const stepClass = (isDone: boolean, isNow: boolean, isWrong: boolean): string | undefined =>
  [isDone && "done", isNow && "now", isWrong && "wrong"].filter((name) => name !== false).join(" ") ||
  undefined;

/** One mark a step, named where there is room for names. */
function Marks(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    passes: { stepTo },
    playback: { pass, reached, stops, total, trace },
  } = useSession();
  const departs = (step: Step | undefined): boolean =>
    pass.value === "backward" && step !== undefined && departure(step) !== null;
  const shown = doc.value;
  const steps = stops.value;
  const count = total.value;
  if (shown === null || count > MARKED) return null;
  const at = reached.value;
  const isNamed = steps !== null && count <= NAMED;
  return (
    <ol aria-hidden="true" class={count > 12 ? "tight" : undefined}>
      {Array.from({ length: count }, (_, index) => {
        const node = find(shown, steps?.[index] ?? null);
        const now = index + 1 === at;
        return (
          <li
            key={`${index + 1}`}
            class={stepClass(index + 1 <= at, now, departs(trace.value?.[index]))}
            style={{ "--i": index, "--n": Math.max(1, count) }}
          >
            {isNamed && node !== null && (
              <button type="button" tabIndex={-1} onClick={() => void stepTo(index + 1)}>
                {name(node)}
                {index === 0 && count <= 12 && pass.value === "backward" && hidden.value === null && (
                  <span> = 1</span>
                )}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export function Scrubber({ text }: { text: string }): JSX.Element {
  const {
    passes: { stepTo },
    playback: { isByBox, pass, reached, total },
  } = useSession();
  const at = reached.value;
  const count = total.value;
  const share = count === 0 ? 0 : (at / count) * 100;
  return (
    <div class={isByBox.value ? "scrub boxes" : pass.value === "forward" ? "scrub is-forward" : "scrub"}>
      <input
        type="range"
        min="0"
        max={count}
        value={at}
        style={{ "--p": `${share}%` }}
        aria-label={pass.value === "forward" ? "Forward step" : "Backward step"}
        aria-valuetext={text}
        onInput={(event) => void stepTo(event.currentTarget.valueAsNumber)}
      />
      {isByBox.value ? <BoxMarks /> : <Marks />}
    </div>
  );
}
