/** The leaves: a slider, a number and a θ for each; groups and a search where there are many. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FoldableHead } from "../../components/foldable";
import { Icon } from "../../components/icon";
import { LeafSlider, usePresent } from "../../components/leaf-slider";
import { NumberField } from "../../components/number-field";
import { ZeroGrads } from "../../components/zero-grads";
import { fullName, name } from "../../compute/naming";
import { counted } from "../../format";
import { assign } from "../../session/assign";
import { useSession } from "../../session/context";
import { leastWidth, sliderStep } from "../../session/ranges";
import type { GraphDocument, GraphNode } from "../../wire/types";

const MANY = 12;
const SHOWN = 120;

function Leaf({ leaf }: { leaf: GraphNode }): JSX.Element {
  const {
    actions: { move },
    descent: { toggle, trained },
  } = useSession();
  const key = fullName(leaf);
  const isTrained = trained.value.includes(key);
  const value = usePresent(leaf);
  const label = leaf.element ?? leaf.name ?? name(leaf);
  return (
    <li class="leaf" data-leaf={key}>
      <span class="nm" title={key}>
        {leaf.group === "" ? label : name(leaf)}
      </span>
      <LeafSlider leaf={leaf} label={label} />
      <NumberField
        value={value}
        label={`${label}, exact value`}
        step={sliderStep(leastWidth(leaf.group)) * 10}
        onValue={(next) => void move(key, next, true)}
      />
      <button
        class="theta"
        type="button"
        aria-pressed={isTrained}
        aria-label={`${label} is trainable`}
        title={isTrained ? "Moved by Step descent" : "Held fixed during descent"}
        onClick={() => toggle(key)}
      >
        θ
      </button>
    </li>
  );
}

/** Leaves by group, in the order in which groups first appear. */
function grouped(list: readonly GraphNode[]): [string, GraphNode[]][] {
  const groups = new Map<string, GraphNode[]>();
  for (const leaf of list) {
    const group = groups.get(leaf.group);
    if (group === undefined) groups.set(leaf.group, [leaf]);
    else group.push(leaf);
  }
  return [...groups];
}

function Search({ query, onQuery }: { query: string; onQuery: (text: string) => void }): JSX.Element {
  return (
    <div class="leaf-search search">
      <Icon name="search" />
      <input
        class="field"
        type="search"
        placeholder="Find a leaf"
        aria-label="Find a leaf"
        value={query}
        onInput={(event) => onQuery(event.currentTarget.value)}
      />
    </div>
  );
}

function Group({ path, list }: { path: string; list: readonly GraphNode[] }): JSX.Element {
  return (
    <>
      {path !== "" && (
        <li class="leaf-group">
          <h3>{path}</h3>
        </li>
      )}
      {list.map((leaf) => (
        <Leaf key={`${fullName(leaf)}`} leaf={leaf} />
      ))}
    </>
  );
}

function Header(): JSX.Element {
  const {
    actions: { read },
    document: { leaves },
    program: { moved },
    screen: { leavesOpen },
  } = useSession();
  const note = counted(leaves.value.length, "leaf").replace("leafs", "leaves");
  return (
    <FoldableHead title="Leaves" isOpen={leavesOpen} note={note}>
      {Object.keys(moved.value).length > 0 && (
        <button class="btn ghost sm" type="button" onClick={() => void read()}>
          <Icon name="reset" />
          Reset
        </button>
      )}
    </FoldableHead>
  );
}

/** The leaves that are looked for, as many as the page can hold. */
function List({ found, isSome }: { found: readonly GraphNode[]; isSome?: boolean }): JSX.Element {
  const shown = found.slice(0, SHOWN);
  return (
    <>
      <div class="leaf leaf-h" aria-hidden="true">
        <span />
        <span />
        <span>data</span>
        <span>θ</span>
      </div>
      <ul class="leaf-list">
        {grouped(shown).map(([path, list]) => (
          <Group key={path} path={path} list={list} />
        ))}
      </ul>
      {isSome !== true && found.length > shown.length && (
        <p class="none">
          {shown.length} of {counted(found.length, "leaf").replace("leafs", "leaves")}. Search to find the
          others.
        </p>
      )}
    </>
  );
}

/** The leaves of a graph that is too large to be sent whole: some of them, and whichever is looked for. */
function SomeLeaves({ shown }: { shown: GraphDocument }): JSX.Element {
  const { leaves, matrices, query } = useSession().someLeaves;
  const among = matrices.value;
  const parts =
    among === null || among === 0 ? "" : ` in ${counted(among, "matrix").replace("matrixs", "matrices")}`;
  return (
    <>
      <p class="none">{`${counted(shown.parameters.length, "parameter")}${parts}.`}</p>
      <Search query={query.value} onQuery={(text) => assign(query, text)} />
      <List found={leaves.value} isSome />
    </>
  );
}

export function Leaves(): JSX.Element {
  const {
    changes: { isSettling },
    document: { doc, leaves },
    screen: { hasStrip, leavesOpen },
  } = useSession();
  const isOpen = leavesOpen.value || hasStrip.value;
  const [query, setQuery] = useState("");
  const large = doc.value?.known === undefined ? null : doc.value;
  const wanted = query.trim().toLowerCase();
  const found = leaves.value.filter((leaf) => fullName(leaf).toLowerCase().includes(wanted));
  return (
    <div class="panel leaves" aria-busy={isSettling.value}>
      <Header />
      {isOpen && leaves.value.length > MANY && <Search query={query} onQuery={setQuery} />}
      {isOpen && large !== null && <SomeLeaves shown={large} />}
      {isOpen && large === null && leaves.value.length === 0 && (
        <p class="none">Every Value(…) in the program gets a slider here.</p>
      )}
      {isOpen && leaves.value.length > 0 && <List found={found} />}
      <div class="pf zero">
        <ZeroGrads session={useSession()} />
      </div>
    </div>
  );
}
