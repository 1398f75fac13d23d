/** Train: any program with a loop around `backward()`, while it runs and afterwards. */
import type { JSX } from "preact";
import { Bar } from "../components/bar";
import { useCarried } from "../components/carried";
import { listenForDrops } from "../components/drops";
import { Shared } from "../components/shared";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import { listenForKeys } from "./keys";
import { Middle } from "./middle";
import { PlaygroundProvider } from "./playground/state";
import { Program } from "./program";
import { Side } from "./side";
import { createTrain, type Tab, TrainProvider, useTrain } from "./state";
import { Transport } from "./transport";

const TABS: readonly (readonly [Tab, string])[] = [
  ["loss", "Loss"],
  ["network", "Network"],
  ["layers", "Layers"],
  ["settings", "Settings"],
];

function Tabs(): JSX.Element {
  const { tab, playground } = useTrain();
  return (
    <nav class="tn-tabs" aria-label="Parts of the page">
      {TABS.map(([value, title]) => (
        <label key={value}>
          <input
            type="radio"
            name="tab"
            value={value}
            checked={tab.value === value}
            onChange={() => {
              tab.value = value;
            }}
          />
          {value === "loss" && playground.isHere.value ? "Boundary" : title}
        </label>
      ))}
    </nav>
  );
}

/** What the program calls itself: the first sentence of its first comment. */
const titleOf = (source: string): string | null =>
  /^\s*#+\s*(.+)$/m.exec(source)?.[1]?.split(/\.(?:\s|$)/)[0] ?? null;

function Train(): JSX.Element {
  const { kept, tab, session } = useTrain();
  const carried = useCarried(kept);
  const title = session.program.example.value?.title ?? titleOf(session.program.source.value);
  return (
    <div class="tn">
      <Bar
        here="/train"
        carried={carried}
        middle={
          title !== null && (
            <>
              <span>Program</span>
              <b>{title}</b>
            </>
          )
        }
      />
      <Tabs />
      <main class="tn-main" id="main" data-tab={tab.value}>
        <h1 class="sr">Backlens: train a program</h1>
        <Program />
        <Middle />
        <Side />
      </main>
      <Transport />
      <Shared />
    </div>
  );
}

const train = createTrain(begin());
listenForKeys(train);
listenForDrops(train.session);
show(
  <SessionProvider value={train.session}>
    <TrainProvider value={train}>
      <PlaygroundProvider value={train.playground}>
        <Train />
      </PlaygroundProvider>
    </TrainProvider>
  </SessionProvider>,
);
void train.begin();
