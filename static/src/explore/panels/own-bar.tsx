/** Above the graph: whether the grads of the program's own class are right, and which of the two are shown. */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Prose } from "../../components/prose";
import { Segments } from "../../components/segments";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import type { OwnEngine } from "../../wire/types";
import { agreement, offer, written, wrongWords } from "../check/words";
import { useExplorer } from "../state";

/** Whether the class ran in C, and the switch for it, once there is a choice. */
function InC({ engine }: { engine: OwnEngine }): JSX.Element | null {
  const { wasFast, setFast } = useExplorer().check;
  const { isFast } = useSession().program;
  if (!wasFast.value) return null;
  return (
    <label
      class="switch own-switch"
      title="A class that has passed the check runs in C from then on: every number and every printed text is the same to the last bit."
    >
      <input
        type="checkbox"
        role="switch"
        checked={isFast.value}
        aria-checked={isFast.value}
        onChange={(event) => setFast(event.currentTarget.checked)}
      />
      {engine.fast ? "Ran in C" : "Run in C"}
    </label>
  );
}

function Agrees({ engine }: { engine: OwnEngine }): JSX.Element {
  const { open } = useExplorer().check;
  return (
    <>
      <span class="agrees">
        <Icon name="check" />
        <span>
          <Prose text={agreement(engine)} />
        </span>
      </span>
      {written(engine).length > 0 && (
        <button class="btn ghost sm" type="button" id="open-check" onClick={open}>
          {offer(engine)}
        </button>
      )}
      <InC engine={engine} />
    </>
  );
}

function Differs({ engine }: { engine: OwnEngine }): JSX.Element {
  const { counts, open } = useExplorer().check;
  const { ownGrads } = useSession();
  const { all, wrong } = counts.value;
  return (
    <>
      {wrong > 0 && (
        <span class="own-switch">
          Grads
          <Segments
            name="own-grads"
            label="Grads shown (Y)"
            small
            value={ownGrads.value}
            choices={[
              { value: "theirs", label: "Grads of your class", face: "Yours" },
              { value: "right", label: "Right grads", face: "Right" },
            ]}
            onValue={(value) => assign(ownGrads, value)}
          />
        </span>
      )}
      <span class="tag err">
        <Icon name="close" />
        {wrongWords(engine, wrong, all)}
      </span>
      <button class="btn ghost sm" type="button" id="open-check" onClick={open}>
        {offer(engine)}
      </button>
    </>
  );
}

export function OwnBar(): JSX.Element | null {
  const { engine } = useExplorer().check;
  const shown = engine.value;
  if (shown === null) return null;
  return <div class="own-bar">{shown.agrees ? <Agrees engine={shown} /> : <Differs engine={shown} />}</div>;
}
