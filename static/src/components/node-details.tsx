/**
 * One value looked at closely: every digit, its rule, what each use adds, every path, and a nudge. Paths and
 * the nudge would give away a grad that is hidden, and an output that forward has not come to.
 */

import type { JSX } from "preact";
import { usesOf } from "../compute/uses";
import { useSession } from "../session/context";
import { position } from "../wire/ids";
import { ChainRule } from "./chain";
import { Contributions } from "./contributions";
import { Identity } from "./identity";
import { ListSummary } from "./list";
import { Remembered } from "./memory";
import { Nudging } from "./nudge";
import { PathList } from "./paths";
import { Prose } from "./prose";
import { Rule } from "./rule";

function Nothing(): JSX.Element {
  return (
    <p class="none">
      <Prose text="Select a value in the graph or in the table to see where its `grad` comes from." />
    </p>
  );
}

/** Of what is inspected; `explains` is false where paths and nudges cannot be had. */
export function NodeDetails({ explains = true }: { explains?: boolean }): JSX.Element {
  const {
    hidden,
    document: { doc },
    atStep,
    list,
    playback: { isOutputAhead, nodes },
    selection: { chosen, inspected },
  } = useSession();
  const shown = doc.value;
  const wanted = inspected.value;
  const node = wanted === null ? null : (nodes.value[position(wanted.id)] ?? atStep(wanted));
  /** Of a box that is looked at, the chosen element is looked at besides. */
  const isElement = list.elements.value.some((each) => each.node === chosen.value) && node !== null;
  const uses = shown === null || node === null ? [] : usesOf(shown, node, nodes.value);
  return (
    <>
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
          {explains && hidden.value === null && !isOutputAhead.value && (
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
