/** The explorer: its panels in their places, the first program, and what the server says about itself. */
import type { JSX } from "preact";
import { listenForKeys } from "./keys";
import { begin, show } from "./page";
import { PANELS, type Part } from "./panels";
import { boot } from "./state/boot";
import { inspectorOpen, tab } from "./state/screen";
import { load } from "./state/verbs";

function Panels({ part }: { part: Part }): JSX.Element {
  const here = PANELS.filter(
    (panel) => (typeof panel.part === "function" ? panel.part() : panel.part) === part,
  );
  return (
    <>
      {here.map(({ name, View }) => (
        <View key={name} />
      ))}
    </>
  );
}

function Explorer(): JSX.Element {
  return (
    <>
      <Panels part="top" />
      <main class={inspectorOpen.value ? "bench" : "bench no-side"} data-tab={tab.value}>
        <h1 class="sr">Backlens: explore a computation graph</h1>
        <section class="left" aria-label="Program">
          <Panels part="left" />
        </section>
        <section class="mid" aria-label="Graph">
          <Panels part="middle" />
        </section>
        <aside class={inspectorOpen.value ? "insp is-open" : "insp"} aria-label="Inspector">
          <Panels part="side" />
        </aside>
      </main>
      <section class="timeline" aria-label="Timeline" data-tab={tab.value}>
        <Panels part="dock" />
      </section>
      <Panels part="over" />
    </>
  );
}

begin();
listenForKeys();
show(<Explorer />);

const [first] = boot.value.examples;
if (first !== undefined) load(first.source, first.values);
