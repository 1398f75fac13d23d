/** The keys, each of which has a button as well. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../components/icon";
import { useSession } from "../../session/context";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl Enter", "run the program"],
  ["F", "forward"],
  ["B", "backward"],
  ["D", "step descent"],
  ["Z", "undo descent"],
  ["Shift Z", "redo descent"],
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
  ["C", "collapse groups, level by level"],
  ["O", "draw what is repeated as one box"],
  ["P", "present"],
  ["K", "copy a link at this step"],
  ["R", "show grads that are hidden"],
  ["?", "this list"],
  ["Esc", "close, leave the graph"],
];

export function Help(): JSX.Element {
  const { helpOpen } = useSession().screen;
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = helpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => {
    helpOpen.value = false;
  };
  return (
    <dialog class="help" ref={dialog} aria-labelledby="help-title" onClose={close}>
      <div class="ph">
        <h2 id="help-title">Keys</h2>
        <button class="btn ghost sm icon" type="button" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
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
    </dialog>
  );
}
