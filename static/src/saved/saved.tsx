/** A graph in a file of its own: its steps, its sliders and its inspector, without a server. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Drawing } from "../components/drawing";
import { Legend } from "../components/legend";
import { NodeDetails } from "../components/node-details";
import { Pointed } from "../components/pointed";
import { Scales } from "../components/scales";
import { SliderStrip } from "../components/slider-strip";
import { StepTimeline } from "../components/step-timeline";
import { Zoom } from "../components/zoom";
import { withPartials } from "../compute/answers";
import { begin, show } from "../page";
import { SessionProvider, useSession } from "../session/context";
import { type Saved, unpackSaved } from "../session/saved";
import { listenForKeys } from "./keys";
import { fixed, openSaved } from "./open";

function Canvas(): JSX.Element {
  const session = useSession();
  const { picture, playback, selection, stage } = session;
  useSignalEffect(() => {
    const id = playback.active.value ?? playback.activeBox.value;
    if (id !== null) stage.reveal(id);
  });
  const choose = (id: string): void => {
    const box = session.boxes.peek()?.boxes.get(id);
    if (box === undefined || box.kind === "value") selection.select(id);
    else selection.select(null, box.path);
  };
  return (
    <section class="canvas" aria-label="Graph">
      <Drawing session={session} onChoose={choose} />
      <Pointed />
      {picture.picture.value !== null && stage.scales.value === null && <Legend />}
      {stage.scales.value !== null && <Scales of={stage.scales.value} />}
      {picture.picture.value !== null && <Zoom stage={stage} />}
    </section>
  );
}

function Inspector({ explains, source }: { explains: boolean; source: string }): JSX.Element {
  const { follow, follows } = useSession().selection;
  return (
    <aside class="insp is-open" aria-label="Inspector">
      <div class="ph">
        <h2>Inspector</h2>
        <label class="check muted">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => follow(event.currentTarget.checked)}
          />
          Follow step
        </label>
      </div>
      <NodeDetails explains={explains} />
      <details class="sec program">
        <summary>Program</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keys */}
        <pre tabIndex={0}>{source}</pre>
      </details>
    </aside>
  );
}

function Page({ saved: { title, doc, state, boot } }: { saved: Saved }): JSX.Element {
  const { put } = useSession().restoring;
  const reason = fixed(doc);
  // Once there is a frame to draw in.
  useEffect(() => void put(state, withPartials(doc)), [put, state, doc]);
  return (
    <div class="saved">
      <header>
        <h1>{title}</h1>
        <p>Saved from Backlens {boot.version}. It needs no server.</p>
      </header>
      <main id="main">
        <Canvas />
        <Inspector explains={reason === null} source={doc.source} />
      </main>
      <section class="timeline" aria-label="Timeline">
        {reason === null ? <SliderStrip /> : <p class="fixed">{reason}</p>}
        <StepTimeline />
      </section>
    </div>
  );
}

async function start(): Promise<void> {
  const text = document.getElementById("saved")?.textContent ?? "";
  if (text.trim() === "") return;
  const saved = await unpackSaved(text);
  const session = openSaved(saved, begin());
  listenForKeys(session);
  show(
    <SessionProvider value={session}>
      <Page saved={saved} />
    </SessionProvider>,
  );
}

void start();
