/** The right column: matrices, norms, and what the program watches and draws, all at the shown step. */
import type { JSX } from "preact";
import { Figures } from "../components/figures";
import { NormTable } from "../curves/norm-table";
import type { NormRow } from "../curves/norms";
import { Matrices } from "./matrices";
import { Parameters } from "./parameters";
import { PointPanel } from "./playground/point";
import { useTrain } from "./state";
import { WatchPanels } from "./watched";

/** More parts than this are too many to be read in a table. */
const MOST_ROWS = 24;

function Norms(): JSX.Element | null {
  const { training } = useTrain();
  const at = training.normsStep.value;
  const { of = null } = training.newest.value ?? {};
  const names = training.normNames();
  if (at === null || names.length === 0) return null;
  const now = training.normsAt(at);
  const rows = names.slice(0, MOST_ROWS).map((name): NormRow => {
    const row = now?.lists.find((each) => each.name === name);
    const line = training.normLine(name);
    return {
      name,
      size: row?.shape.reduce((product, each) => product * each, 1) ?? 0,
      grad: row?.grad ?? null,
      update: row?.update ?? null,
      ...(row === undefined ? {} : { zeroGrads: row.zero_grads }),
      ...line,
    };
  });
  return (
    <section class="panel tn-norms" aria-label="Grad norm by part">
      <div class="ph">
        <h2>Grad norm by part</h2>
      </div>
      <NormTable rows={rows} kind="part" shown={at} total={of} />
    </section>
  );
}

export function Side(): JSX.Element {
  const { training, playground, session } = useTrain();
  const figures = training.figures.value;
  return (
    <aside class="tn-side" aria-label="Numbers at the shown step">
      {playground.isHere.value && !session.screen.isPhone.value && <PointPanel />}
      <Parameters />
      <Matrices />
      <Norms />
      <WatchPanels />
      {figures.length > 0 && (
        <section class="panel" aria-label="Figures">
          <div class="ph">
            <h2>Figures</h2>
          </div>
          <Figures figures={figures} />
        </section>
      )}
    </aside>
  );
}
