/** What came of sharing: a word for a while, or the text itself where the browser did not let it be copied. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../components/icon";
import { useSession } from "../../session/context";

export function Shared(): JSX.Element {
  const { offered, said } = useSession().share;
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = offered.value;
  useEffect(() => {
    if (text === null) {
      dialog.current?.close();
      return;
    }
    dialog.current?.showModal();
    field.current?.focus();
    field.current?.select();
  }, [text]);
  const close = (): void => {
    offered.value = null;
  };
  return (
    <>
      <p class={said.value === null ? "toast" : "toast is-on"} role="status">
        {said.value}
      </p>
      <dialog class="help offer" ref={dialog} aria-labelledby="offer-title" onClose={close}>
        <div class="ph">
          <h2 id="offer-title">{text?.title ?? "Link"}</h2>
          <button class="btn ghost sm icon" type="button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <p class="none">The browser did not let this page copy it. Copy it from here.</p>
        <textarea
          class="field"
          ref={field}
          readOnly
          rows={4}
          aria-label={text?.title ?? "Link"}
          value={text?.text ?? ""}
        />
      </dialog>
    </>
  );
}
