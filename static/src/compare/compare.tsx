/** Compare: two graphs side by side on one layout, what is new, gone or other marked. */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { Bar } from "../components/bar";
import { useCarried } from "../components/carried";
import { Segments } from "../components/segments";
import { Status } from "../components/status";
import { begin, show } from "../page";
import { createAddress } from "../session/address";
import { SessionProvider } from "../session/context";
import { DETAILS } from "../session/view";
import type { Detail } from "../wire/types";
import { Findings } from "./findings";
import { createPanes, PanesProvider, usePanes } from "./panes";
import { Selected } from "./selected";
import { Side } from "./side";
import { CompareProvider, createCompare, useCompare } from "./state";

const NAMES: Readonly<Record<Detail, string>> = {
  program: "Program",
  calls: "Calls",
  lines: "Lines",
  values: "Every value",
};

function Tools(): JSX.Element {
  const { chooseDetail, depth, drawn, setState, state, swap, textsOpen } = useCompare();
  const panes = usePanes();
  const boxes = drawn.value?.count ?? 0;
  return (
    <div class="cp-tools">
      <Segments
        name="detail"
        label="Detail"
        value={depth.value}
        choices={DETAILS.map((value) => ({ value, label: NAMES[value], face: NAMES[value] }))}
        onValue={chooseDetail}
      />
      <span class="muted">{boxes === 1 ? "1 box" : `${boxes} boxes`}</span>
      <Segments
        name="numbers"
        label="Numbers"
        value={state.value}
        choices={[
          { value: "fresh", label: "Fresh pass", face: "Fresh pass" },
          { value: "program", label: "As the program left them", face: "As left" },
        ]}
        onValue={setState}
      />
      <button
        type="button"
        class="btn"
        aria-pressed={textsOpen.value}
        onClick={() => {
          textsOpen.value = !textsOpen.value;
        }}
      >
        Programs
      </button>
      <button type="button" class="btn" onClick={swap}>
        Swap
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: three buttons, not fields of a form */}
      <span class="seg" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" onClick={() => panes.by(-1)}>
          −
        </button>
        <button type="button" onClick={panes.fit}>
          Fit
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => panes.by(1)}>
          +
        </button>
      </span>
    </div>
  );
}

function Page(): JSX.Element {
  const compare = useCompare();
  const panes = useMemo(() => createPanes(compare), [compare]);
  const carried = useCarried(compare.kept);
  useEffect(() => {
    void address.read().then(address.follow);
  }, []);
  return (
    <PanesProvider value={panes}>
      <Bar here={null} carried={carried} />
      <main class="cp" id="main">
        <h1 class="sr">Compare two graphs</h1>
        <Tools />
        <Status class="cp-says" text={compare.addressError.value ?? compare.refusal.value} />
        <Findings />
        <div class="cp-sides">
          <Side which="before" />
          <Side which="after" />
        </div>
        <Selected />
      </main>
    </PanesProvider>
  );
}

const compare = createCompare(begin());
const address = createAddress(compare.session.life, {
  state: compare.kept,
  open: compare.restore,
  refused: (message) => {
    compare.addressError.value = message;
    compare.textsOpen.value = true;
  },
});
show(
  <SessionProvider value={compare.session}>
    <CompareProvider value={compare}>
      <Page />
    </CompareProvider>
  </SessionProvider>,
);
