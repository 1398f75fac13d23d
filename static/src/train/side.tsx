/** The right column: matrices, norms, and what the program watches and draws, all at the shown step. */
import type { JSX } from "preact";
import { Figures } from "../components/figures";
import { PointPanel } from "./playground/point";
import { useTrain } from "./state";

export function Side(): JSX.Element {
  const { training, playground, session } = useTrain();
  const figures = training.figures.value;
  return (
    <aside class="tn-side" aria-label="Numbers at the shown step">
      {playground.isHere.value && !session.screen.isPhone.value && <PointPanel />}
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
