/** What is shown in place of a drawing: a title, sentences, and what can be done. */
import type { ComponentChildren, JSX } from "preact";
import { Prose } from "./prose";

interface Props {
  readonly title: string;
  readonly level?: "h1" | "h2" | "h3";
  readonly text?: string;
  /** Buttons. */
  readonly children?: ComponentChildren;
}

export function Message({ title, level: Heading = "h2", text, children }: Props): JSX.Element {
  return (
    <div class="empty-state" role="status">
      <Heading>{title}</Heading>
      {text !== undefined && (
        <p>
          <Prose text={text} />
        </p>
      )}
      {children !== undefined && <div class="row">{children}</div>}
    </div>
  );
}
