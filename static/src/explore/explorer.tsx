/** The explorer: its panels in their places. */
import type { JSX } from "preact";
import { listenForDrops } from "../components/drops";
import { begin, show } from "../page";
import { SessionProvider, useSession } from "../session/context";
import type { PageScreen } from "../session/screen";
import { listenForKeys } from "./keys";
import { PANELS, type Part } from "./panels";
import { createExplorer, ExplorerProvider, useExplorer } from "./state";

function Panels({ part }: { part: Part }): JSX.Element {
  const { screen } = useSession();
  const here = PANELS.filter(
    (panel) => (typeof panel.part === "function" ? panel.part(screen) : panel.part) === part,
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
function shape({ isEmbedded, isPresenting }: PageScreen): string {
  if (isEmbedded.value) return "explore is-bare is-embedded";
  return isPresenting.value ? "explore is-bare is-presenting" : "explore";
}

function Explorer(): JSX.Element {
  const { screen } = useSession();
  const isBare = screen.isEmbedded.value || screen.isPresenting.value;
  const shown = isBare ? "graph" : screen.tab.value;
  const { engine, isOpen } = useExplorer().check;
  const isChecked = isOpen.value && engine.value !== null;
  const hasSide = screen.inspectorOpen.value && !isBare;
  return (
    <div class={shape(screen)}>
      {!isBare && <Panels part="top" />}
      <main class={hasSide ? "bench" : "bench no-side"} data-tab={shown}>
        <h1 class="sr">Backlens: explore a computation graph</h1>
        <section class="left" aria-label="Program">
          <Panels part="left" />
        </section>
        <section class="mid" aria-label="Graph">
          <Panels part="middle" />
        </section>
        <aside
          class={hasSide ? "insp is-open" : "insp"}
          aria-label={isChecked ? "Check of your class" : "Inspector"}
        >
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

const explorer = createExplorer(begin());
listenForKeys(explorer);
listenForDrops(explorer.session);
show(
  <SessionProvider value={explorer.session}>
    <ExplorerProvider value={explorer}>
      <Explorer />
    </ExplorerProvider>
  </SessionProvider>,
);
void explorer.start();
