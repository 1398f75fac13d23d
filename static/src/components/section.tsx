/** A titled part of the inspector. */
import type { ComponentChildren, JSX } from "preact";

export function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="sec">
      <h3>
        {title} {note !== undefined && <small>{note}</small>}
      </h3>
      {children}
    </div>
  );
}
