/** The explorer: its panels in their places, the first program, and what the server says about itself. */
import type { JSX } from "preact";
import { begin, show } from "../page";
import { boot } from "../session/boot";
import { restore } from "../session/kept";
import { check } from "../session/link";
import { mayFold } from "../session/picture";
import { inspectorOpen, isEmbedded, isPresenting, tab } from "../session/screen";
import { load } from "../session/verbs";
import { followAddress, openAddress } from "./address";
import { listenForKeys } from "./keys";
import { PANELS, type Part } from "./panels";

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

/** Which of the page's frames is left away. */
function shape(): string {
  if (isEmbedded.value) return "explore is-bare is-embedded";
  return isPresenting.value ? "explore is-bare is-presenting" : "explore";
}

function Explorer(): JSX.Element {
  const isBare = isEmbedded.value || isPresenting.value;
  const shown = isBare ? "graph" : tab.value;
  const hasSide = inspectorOpen.value && !isBare;
  return (
    <div class={shape()}>
      {!isBare && <Panels part="top" />}
      <main class={hasSide ? "bench" : "bench no-side"} data-tab={shown}>
        <h1 class="sr">Backlens: explore a computation graph</h1>
        <section class="left" aria-label="Program">
          <Panels part="left" />
        </section>
        <section class="mid" aria-label="Graph">
          <Panels part="middle" />
        </section>
        <aside class={hasSide ? "insp is-open" : "insp"} aria-label="Inspector">
          <Panels part="side" />
        </aside>
      </main>
      <section class="timeline" aria-label="Timeline" data-tab={shown}>
        <Panels part="dock" />
      </section>
      <Panels part="over" />
    </div>
  );
}

begin();
mayFold.value = true;
listenForKeys();
show(<Explorer />);

/** A link says what is shown first, then a short link; without one it is the first example. */
async function start(): Promise<void> {
  followAddress();
  if (await openAddress()) return;
  const [first] = boot.value.examples;
  if (boot.value.state !== undefined) await restore(check(boot.value.state));
  else if (first !== undefined) load(first);
}
void start();
