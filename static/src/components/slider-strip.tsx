/** The leaves as one strip of sliders, for a page that shows the graph and little else. */

import type { JSX } from "preact";
import { fullName, name } from "../compute/naming";
import { short } from "../format";
import { useSession } from "../session/context";
import type { GraphNode } from "../wire/types";
import { LeafSlider, usePresent } from "./leaf-slider";

/** More of them would be a page of their own. */
const SHOWN = 120;

function Leaf({ leaf }: { leaf: GraphNode }): JSX.Element {
  const label = leaf.element ?? leaf.name ?? name(leaf);
  return (
    <li data-leaf={fullName(leaf)}>
      <span class="nm" title={fullName(leaf)}>
        {leaf.group === "" ? label : name(leaf)}
      </span>
      <LeafSlider leaf={leaf} label={label} />
      <span class="num data">{short(usePresent(leaf))}</span>
    </li>
  );
}

export function SliderStrip(): JSX.Element | null {
  const { leaves } = useSession().document;
  if (leaves.value.length === 0) return null;
  return (
    <ul class="slider-strip" aria-label="Leaves">
      {leaves.value.slice(0, SHOWN).map((leaf) => (
        <Leaf key={fullName(leaf)} leaf={leaf} />
      ))}
    </ul>
  );
}
