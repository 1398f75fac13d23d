/** The state of the explorer as a link keeps it. Members that say nothing are left out. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { passes, standing } from "../compute/grads";
import { find, fullName } from "../compute/naming";
import type { GraphDocument } from "../wire/types";
import type { Kept } from "./link";
import type { Has } from "./parts";
import { unusual } from "./plan";
import type { ViewState } from "./view";

type Needs = Has<"document" | "program" | "playback" | "selection" | "descent" | "view" | "hidden">;

/** Which numbers are on screen. Nothing: they are as the program left them, or wait for a pass. */
function where(shown: GraphDocument, { program, playback }: Needs): Pick<Kept, "mode" | "step" | "passes"> {
  const mode = playback.pass.value;
  if (playback.done.value !== null) return { mode, step: playback.done.value };
  const isMoved = Object.keys(program.moved.value).length > 0;
  const count = standing(shown) === "accumulated" ? passes(shown) : 1;
  const hasGrads = standing(shown) === "fresh" || standing(shown) === "accumulated";
  // A program that called backward itself has these grads again when it is read again.
  if (hasGrads && (isMoved || playback.trace.value !== null || count > 1))
    return { mode: "backward", ...(count > 1 ? { passes: count } : {}) };
  return mode === "forward" || isMoved ? { mode: "forward" } : {};
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

/** What of the view is not as usual. */
const viewed = ({ look, turned, collapsed, detail, open, around }: ViewState) => ({
  look: look.value === "classic" ? look.value : undefined,
  direction: turned.value ?? undefined,
  collapsed: some(collapsed.value),
  detail: detail.value ?? undefined,
  open: some(open.value),
  around: around.value ?? undefined,
});

export function createKept(needs: Needs): ReadonlySignal<Kept | null> {
  const { document, program, selection, descent, view, hidden } = needs;
  /** A computed of its own, because what is kept is made again with every step. */
  const special = computed(() => unusual(descent.plan.value));
  return computed(() => {
    const shown = document.doc.value;
    const { values, fast_engine: _, ...text } = program.program.value;
    // While the text is ahead of the graph, the numbers on screen are not its own.
    if (shown === null || !program.isHere(shown)) return text.source === "" ? null : text;
    const switched = document.leaves.value.map(fullName).filter((name) => descent.switched.value.has(name));
    const members = {
      ...text,
      values: Object.keys(values).length > 0 ? values : undefined,
      ...viewed(view),
      ...where(shown, needs),
      selected: find(shown, selection.chosen.value)?.id,
      hide: hidden.value ?? undefined,
      held: some(switched.filter((name) => !descent.trained.value.includes(name))),
      moves: some(switched.filter((name) => descent.trained.value.includes(name))),
      descent: Object.keys(special.value).length > 0 ? special.value : undefined,
    };
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
  });
}
