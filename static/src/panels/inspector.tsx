/**
 * One value looked at closely: every digit, its rule, what each use adds, every path, and a nudge. Paths and
 * the nudge would give away a grad that is hidden, and an output that forward has not come to.
 */
import type { JSX } from "preact";
import { Many } from "../parts/box";
import { ChainRule } from "../parts/chain";
import { Contributions } from "../parts/contributions";
import { Icon } from "../parts/icon";
import { Identity } from "../parts/identity";
import { Remembered } from "../parts/memory";
import { Nudging } from "../parts/nudge";
import { PathList } from "../parts/paths";
import { Prose } from "../parts/prose";
import { Rule } from "../parts/rule";
import { box } from "../state/box";
import { doc } from "../state/document";
import { position } from "../state/naming";
import { isOutputAhead, nodes } from "../state/playback";
import { inspectorOpen } from "../state/screen";
import { follows, inspected } from "../state/selection";
import { hidden } from "../state/spoiler";
import { usesOf } from "../state/uses";

/** A graph that is sent as numbers alone has boxes to look at; else nothing is selected. */
function WithoutNode(): JSX.Element {
  const shown = box.value;
  if (shown !== null && hidden.value === null) return <Many box={shown} />;
  return (
    <p class="none">
      <Prose text="Select a value in the graph or in the table to see where its `grad` comes from." />
    </p>
  );
}

export function Inspector(): JSX.Element {
  const shown = doc.value;
  const wanted = inspected.value;
  const node = wanted === null ? null : (nodes.value[position(wanted.id)] ?? null);
  const uses = shown === null || node === null ? [] : usesOf(shown, node, nodes.value);
  return (
    <>
      <div class="ph">
        <h2>Inspector</h2>
        <label class="check muted">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => {
              follows.value = event.currentTarget.checked;
            }}
          />
          Follow step
        </label>
        <button
          class="btn ghost sm icon close"
          type="button"
          aria-label="Close inspector"
          onClick={() => {
            inspectorOpen.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      {shown === null || node === null ? (
        <WithoutNode />
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
