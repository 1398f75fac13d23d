/** What came of sharing: a word for a while, or the text itself where the browser did not let it be copied. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { Dialog } from "./dialog";

export function Shared(): JSX.Element {
  const { offered, said } = useSession().share;
  const field = useRef<HTMLTextAreaElement>(null);
  const text = offered.value;
  const title = text?.title ?? "Link";
  const choose = (): void => {
    field.current?.focus();
    field.current?.select();
  };
  const close = (): void => assign(offered, null);
  return (
    <>
      <p class={said.value === null ? "toast" : "toast is-on"} role="status">
        {said.value}
      </p>
      <Dialog
        id="offer"
        class="help offer"
        title={title}
        isOpen={text !== null}
        onOpen={choose}
        onClose={close}
      >
        <p class="none">The browser blocked copying. Copy the text from here.</p>
        <textarea class="field" ref={field} readOnly rows={4} aria-label={title} value={text?.text ?? ""} />
      </Dialog>
    </>
  );
}
