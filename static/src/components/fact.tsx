/** A line of the inspector: what it is called, and what there is to say. */
import type { ComponentChildren, JSX } from "preact";

/** Arguments:
 *  - `name`: what the line is called.
 *  - `children`: its `dd`.
 */
export function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      {children}
    </>
  );
}
