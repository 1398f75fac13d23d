/** The keys, each of which has a button as well. */

import type { JSX } from "preact";
import { Dialog } from "../../components/dialog";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl Enter", "run the program"],
  ["F", "forward"],
  ["B", "backward"],
  ["D", "step descent"],
  ["Z", "undo descent"],
  ["Shift Z", "redo descent"],
  ["C", "the descent's curve, large"],
  ["← →", "step back, step"],
  ["Home End", "first, last step"],
  ["Space", "play or pause"],
  ["Tab, then arrows", "walk the graph: inputs, uses, same rank"],
  ["Enter", "select the value"],
  ["/", "find a value"],
  ["+ − 0", "zoom in, out, fit"],
  ["< >", "play slower, faster"],
  ["J", "next step of the selected value"],
  ["Shift J", "its step before"],
  ["M", "merged or classic"],
  ["L", "direction"],
  ["1 – 4", "detail: program, calls, lines, every value"],
  ["Enter / Esc", "open a box, shut it"],
  ["[ ]", "previous, next copy of what is open"],
  ["F8", "next finding about your own class"],
  ["Shift F8", "the finding before"],
  ["Y", "your grads or the right ones"],
  ["P", "present"],
  ["K", "copy a link at this step"],
  ["R", "show grads that are hidden"],
  ["?", "this list"],
  ["Esc", "close, leave the graph"],
];

export function Help(): JSX.Element {
  const { helpOpen } = useSession().screen;
  const close = (): void => assign(helpOpen, false);
  return (
    <Dialog id="help" class="help" title="Keys" isOpen={helpOpen.value} onClose={close}>
      <dl>
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="none">Single letters do nothing while a field or the editor has the focus.</p>
    </Dialog>
  );
}
