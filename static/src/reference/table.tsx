/** A table that scrolls in its own box where it is wider than the page, by keyboard too. */
import type { ComponentChildren, JSX } from "preact";

interface Props {
  readonly name: string;
  /** The heads of the columns; one that begins with `#` is over numbers. */
  readonly heads: readonly string[];
  readonly kind?: string;
  readonly children: ComponentChildren;
}

export function Table({ name, heads, kind = "", children }: Props): JSX.Element {
  const reached = { tabIndex: 0, role: "region", "aria-label": `${name}, table` } as const;
  return (
    <div class="wide" {...reached}>
      <table class={`props ${kind}`}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" class={head.startsWith("#") ? "num" : undefined}>
                {head.replace(/^#/, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
