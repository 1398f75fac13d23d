/** The way from a descent to its training: the program in a loop with the panel's settings, on the page for that. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { PageLink } from "../../components/bar";
import { useCarried } from "../../components/carried";
import { Icon } from "../../components/icon";
import { called } from "../../compute/naming";
import { useSession } from "../../session/context";
import type { Kept } from "../../session/link";
import type { Session } from "../../session/session";
import { inLoop } from "./loop";

/** The program as the other page opens it: its own loop, or one around it. */
function trained({ descent, document, program }: Session): Kept | null {
  const shown = document.doc.value;
  const { source, files } = program.text.value;
  if (shown === null || source === "" || !program.isHere(shown)) return null;
  const { values = {} } = program.withNumbers(program.text.value, {});
  const asked = {
    source,
    output: called(shown, shown.output),
    trained: descent.trained.value,
    free: values,
    plan: descent.plan.value,
    taken: descent.taken.value,
  };
  const loop = inLoop(asked);
  const beside = files === undefined ? {} : { files };
  if (loop !== null) return { source: loop, ...beside };
  return { source, ...beside, ...(Object.keys(values).length > 0 ? { values } : {}) };
}

export function TrainLink({ small = false }: { small?: boolean }): JSX.Element {
  const session = useSession();
  const carried = useCarried(useComputed(() => trained(session)));
  return (
    <PageLink
      class={small ? "btn ghost sm icon" : "btn sm"}
      href="/train"
      here="/"
      carried={carried}
      label="Open in Train"
    >
      <Icon name="away" />
      {!small && "Open in Train"}
    </PageLink>
  );
}
