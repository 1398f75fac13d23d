/**
 * One value looked at closely: every digit, its rule, what each use adds, every path, and a nudge. Paths and
 * the nudge would give away a grad that is hidden, and an output that forward has not come to.
 */

import type { JSX } from "preact";
import { ChainRule } from "../../components/chain";
import { Contributions } from "../../components/contributions";
import { IconButton } from "../../components/icon-button";
import { Identity } from "../../components/identity";
import { ListSummary } from "../../components/list";
import { Remembered } from "../../components/memory";
import { Nudging } from "../../components/nudge";
import { PathList } from "../../components/paths";
import { Prose } from "../../components/prose";
import { Rule } from "../../components/rule";
import { usesOf } from "../../compute/uses";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { position } from "../../wire/ids";
import { useExplorer } from "../state";

function Nothing(): JSX.Element {
  return (
    <p class="none">
      <Prose text="Select a value in the graph or in the table to see where its `grad` comes from." />
    </p>
  );
}

export function Inspector(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    atStep,
    list,
    playback: { isOutputAhead, nodes },
    screen: { inspectorOpen },
    selection: { chosen, follow, follows, inspected },
  } = useSession();
  const { isOpen, engine } = useExplorer().check;
  const shown = doc.value;
  const wanted = inspected.value;
  const node = wanted === null ? null : (nodes.value[position(wanted.id)] ?? atStep(wanted));
  /** Of a box that is looked at, the chosen element is looked at besides. */
  const isElement = list.elements.value.some((each) => each.node === chosen.value) && node !== null;
  const uses = shown === null || node === null ? [] : usesOf(shown, node, nodes.value);
  if (isOpen.value && engine.value !== null) return null; // the check has its place
  return (
    <>
      <div class="ph">
        <h2>Inspector</h2>
        <label class="check muted">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => follow(event.currentTarget.checked)}
          />
          Follow step
        </label>
        <IconButton
          class="btn ghost sm icon close"
          icon="close"
          label="Close inspector"
          onClick={() => assign(inspectorOpen, false)}
        />
      </div>
      <ListSummary />
      {list.box.value !== null && !isElement ? null : shown === null || node === null ? (
        <Nothing />
      ) : (
        <>
          <Identity shown={shown} node={node} />
          <Remembered node={node} />
          <Rule shown={shown} node={node} />
          <ChainRule shown={shown} node={node} uses={uses} />
          <Contributions node={node} uses={uses} />
          {hidden.value === null && !isOutputAhead.value && (
            <>
              <PathList shown={shown} node={node} />
              <Nudging shown={shown} node={node} />
            </>
          )}
        </>
      )}
    </>
  );
}
