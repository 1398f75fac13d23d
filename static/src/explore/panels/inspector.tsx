/** The inspector: what is looked at, unless the check of the program's own class has its place. */

import type { JSX } from "preact";
import { IconButton } from "../../components/icon-button";
import { NodeDetails } from "../../components/node-details";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { useExplorer } from "../state";

export function Inspector(): JSX.Element | null {
  const {
    screen: { inspectorOpen },
    selection: { follow, follows },
  } = useSession();
  const { isOpen, engine } = useExplorer().check;
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
      <NodeDetails />
    </>
  );
}
