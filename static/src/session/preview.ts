/** What the next steps of a descent would bring: asked for a moment after the last change, as a courtesy. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { descend } from "../wire/calls";
import { createAsk } from "./ask";
import { assign } from "./assign";
import { lossesOf } from "./own-descent";
import type { Has } from "./parts";

const STEPS = 12;
const MOST_NODES = 2_000;
const REST = 200;

type Needs = Has<"life" | "connection" | "document" | "program" | "descent" | "changes">;

export function createPreview(needs: Needs): ReadonlySignal<readonly number[]> {
  const { life, connection, document, program, descent, changes } = needs;
  const preview = signal<readonly number[]>([]);
  const ask = createAsk(life, connection);
  const timer = life.timer();

  function look(): void {
    const options = { ...descent.options(STEPS, STEPS), watch: [] };
    const [shown, sent] = [document.doc.peek(), program.withNumbers(program.text.peek())];
    const own = shown === null ? null : lossesOf(shown, sent, options);
    if (own !== null) {
      preview.value = own;
      return;
    }
    void ask((signal) => descend(sent, options, signal), {
      use: (answer) => assign(preview, answer.losses),
      // What is wrong with the descent is said when somebody asks for it.
      refused: () => assign(preview, []),
    });
  }

  life.effect(() => {
    const shown = document.doc.value;
    // While the text is ahead of the graph, its leaves are not known yet.
    const can =
      shown !== null && program.isHere(shown) && shown.value !== null && shown.nodes.length <= MOST_NODES;
    const moves = descent.trained.value.length > 0 && descent.plan.value.rate > 0;
    timer.stop();
    if (changes.isSettling.value || changes.isDragging.value) return;
    preview.value = [];
    ask.clear();
    if (can && moves) timer.start(REST, look);
  });
  return preview;
}
