/** The four parts of the page on a phone, one at a time. */

import type { JSX } from "preact";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import type { Tab } from "../../session/screen";

const TABS: readonly (readonly [Tab, string])[] = [
  ["graph", "Graph"],
  ["code", "Program"],
  ["values", "Values"],
  ["inspect", "Inspect"],
];

export function Tabs(): JSX.Element {
  const { tab } = useSession().screen;
  return (
    <nav class="tabs only-phone" aria-label="Parts of the page">
      <div role="radiogroup" aria-label="Show">
        {TABS.map(([value, text]) => (
          <label key={value}>
            <input
              type="radio"
              name="tab"
              checked={tab.value === value}
              onChange={() => assign(tab, value)}
            />
            {text}
          </label>
        ))}
      </div>
    </nav>
  );
}
