/** A pass as a row of steps to go through, and the sentence and the formula of what is shown. */

import { useComputed } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { isOwnPass } from "../compute/own";
import { count } from "../format";
import { useSession } from "../session/context";
import type { Playback } from "../session/playback";
import { plain } from "../session/sentence";
import type { Session } from "../session/session";
import { Scrubber } from "./scrubber";
import { Sentence, sentence } from "./sentence";
import { GrainChoice, Pace, PassChoice, Transport } from "./transport";

function title({ isByBox, pass, reached, total }: Playback): string {
  const word = pass.value === "forward" ? "Forward" : "Backward";
  if (total.value === 0) return word;
  const all = count(total.value);
  if (reached.value === 0) return `${word}, ${all} ${isByBox.value ? "boxes" : "steps"}`;
  return `${word}, ${isByBox.value ? "box" : "step"} ${count(reached.value)} of ${all}`;
}

/** In which order the steps come, or who made them. */
function how({ document: { doc }, playback: { firstDeparts, pass } }: Session): string {
  if (pass.value === "forward") return "in topological order";
  if (doc.value === null) return "in reverse topological order";
  const { own_engine: engine, trace } = doc.value;
  // The steps come when somebody goes through them; until then the grads are of the class all the same.
  if (engine !== null && (trace === undefined || trace === null)) return "run by your class";
  if (!isOwnPass(doc.value)) return "in reverse topological order";
  const first = firstDeparts.value;
  return first === null ? "run by your class" : `first differs at step ${first}`;
}

interface Props {
  /** Said in place of the order of the steps. */
  readonly waiting?: string | null;
  /** Buttons before those of the steps. */
  readonly buttons?: ComponentChildren;
  /** A menu after them. */
  readonly more?: ComponentChildren;
  /** Said in the room of the formula, where there is none. */
  readonly beside?: ComponentChildren;
}

export function StepTimeline({ waiting = null, buttons, more, beside }: Props): JSX.Element {
  const session = useSession();
  const { total } = session.playback;
  const parts = useComputed(() => sentence(session)).value;
  const text = plain(parts);
  return (
    <div class="tl">
      <div class="tl-top">
        <h2>
          {title(session.playback)}{" "}
          {waiting === null ? <span>{how(session)}</span> : <span class="waits">{waiting}</span>}
        </h2>
        {buttons}
        {total.value > 0 && (
          <>
            <span class="tl-more">
              <Pace />
              <GrainChoice />
              <PassChoice />
            </span>
            <span class="tl-go">
              <Transport />
            </span>
          </>
        )}
        {more}
      </div>
      {total.value > 0 && <Scrubber text={text} />}
      <Sentence parts={parts} text={text} beside={beside} />
    </div>
  );
}
