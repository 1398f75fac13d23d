/** A dialog with its title and a button that closes it. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "./icon-button";

interface Props {
  readonly id: string;
  readonly class: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Called when it is on screen. */
  readonly onOpen?: () => void;
  readonly children: ComponentChildren;
}

export function Dialog(props: Props): JSX.Element {
  const { id, isOpen, onClose, onOpen } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isOpen) dialog.current?.close();
    else if (dialog.current?.open === false) {
      dialog.current.showModal();
      onOpen?.();
    }
  }, [isOpen]);
  return (
    <dialog class={props.class} ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <div class="ph">
        <h2 id={`${id}-title`}>{props.title}</h2>
        <IconButton class="btn ghost sm icon" icon="close" label="Close" onClick={onClose} />
      </div>
      {props.children}
    </dialog>
  );
}
