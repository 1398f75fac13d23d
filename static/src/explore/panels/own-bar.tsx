/** Above the graph: whether the grads of the program's own class are right, and which of the two are shown. */

import type { JSX } from "preact";
import { Icon } from "../../components/icon";
import { Prose } from "../../components/prose";
import { Segments } from "../../components/segments";
import { useSession } from "../../session/context";
import { agreement, written } from "../check/words";
import { useExplorer } from "../state";

function Agrees(): JSX.Element | null {
  const { engine, open } = useExplorer().check;
  const shown = engine.value;
  if (shown === null) return null;
  const count = written(shown).length;
  return (
    <>
      <span class="agrees">
        <Icon name="check" />
        <span>
          <Prose text={agreement(shown)} />
        </span>
      </span>
      {count > 0 && (
        <button class="btn ghost sm" type="button" id="open-check" onClick={open}>
          Show the {count} operations
        </button>
      )}
    </>
  );
}

function Differs(): JSX.Element {
  const { counts, findings, open } = useExplorer().check;
  const { ownGrads } = useSession();
  const { all, wrong } = counts.value;
  const count = findings.value.length;
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
            onValue={(value) => {
              ownGrads.value = value;
            }}
          />
        </span>
      )}
      <span class="tag err">
        <Icon name="close" />
        {wrong > 0 ? `${wrong} of ${all} grads wrong` : "wrong"}
      </span>
      <button class="btn ghost sm" type="button" id="open-check" onClick={open}>
        {count === 1 ? "Show the finding" : `Show the ${count} findings`}
      </button>
    </>
  );
}

export function OwnBar(): JSX.Element | null {
  const { engine } = useExplorer().check;
  const shown = engine.value;
  if (shown === null) return null;
  return <div class="own-bar">{shown.agrees ? <Agrees /> : <Differs />}</div>;
}
