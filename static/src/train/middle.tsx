/** The middle: the curve of the loss, and the graph of the shown step. */
import type { JSX } from "preact";
import { PageLink } from "../components/bar";
import { type Carried, useCarried } from "../components/carried";
import { Drawing } from "../components/drawing";
import { EmptyState } from "../components/empty-state";
import { Scales } from "../components/scales";
import { Zoom } from "../components/zoom";
import { AccuracyPlot } from "../curves/accuracy-plot";
import { CurvePlot } from "../curves/curve-plot";
import { CurveTools } from "../curves/curve-tools";
import type { EarlierSeries, Series } from "../curves/series";
import { count, counted, short } from "../format";
import { useSession } from "../session/context";
import type { Watch } from "../wire/live";
import { size } from "../wire/types";
import { divergence } from "./divergence";
import { withSetting } from "./numbers";
import { Spoken, Waiting } from "./pace";
import { Boundary } from "./playground/boundary";
import { NetworkDrawing } from "./playground/network";
import { PointPanel } from "./playground/point";
import { nearestOf } from "./progress";
import { useTrain } from "./state";
import { ACCURACY, GUESS, seriesOf } from "./watched";

const lossOf = (at: readonly number[], values: readonly number[]): Series => ({
  name: "loss",
  tone: "data",
  at,
  values,
});

/** What a guess without learning would lose, where the program watches it: a level line under the curve. */
function guessOf(watched: ReadonlyMap<string, readonly Watch[]>, last: number): Series[] {
  const value = watched.get(GUESS)?.at(-1)?.value;
  if (typeof value !== "number" || last < 1) return [];
  return [{ name: GUESS, tone: "ink", at: [1, last], values: [value, value], dashedFrom: 0 }];
}

function Loss(): JSX.Element {
  const { training, look } = useTrain();
  const { passes, earlier, newest, shown, recorded } = training;
  const { at, loss } = passes.value;
  const guess = guessOf(training.watched.value, newest.value?.of ?? newest.value?.pass ?? 0);
  const series = [lossOf(at, loss), ...guess];
  const before: EarlierSeries[] = look.value.earlier
    ? earlier.value.slice(0, 1).map((run) => ({ label: run.label, series: [lossOf(run.at, run.loss)] }))
    : [];
  return (
    <section class="tn-loss" aria-label="Loss">
      <h2 class="sr">Curves</h2>
      <CurvePlot
        title="Loss"
        series={series}
        earlier={before}
        total={newest.value?.of ?? null}
        shown={shown.value}
        onShow={(step) => training.show(nearestOf(recorded.peek(), step))}
        log={look.value.log}
        smooth={look.value.smooth}
        tools={
          <>
            {guess[0] !== undefined && (
              <span class="muted tn-guess">
                dashed: {GUESS}, {short(guess[0].values[0] ?? 0, 4)}
              </span>
            )}
            <CurveTools
              name="loss"
              look={look.value}
              onLook={(part) => {
                look.value = { ...look.value, ...part };
              }}
              series={series}
              hasEarlier={earlier.value.length > 0}
            />
          </>
        }
      />
    </section>
  );
}

/** What went wrong in the numbers, and what can be done about it. */
function Diverged(): JSX.Element | null {
  const { training, settings, session } = useTrain();
  const rate = settings.value.find(({ name }) => /^(rate|lr|learning_rate)$/.test(name));
  const said = divergence(training.passes.value, training.broken.value, (step) => {
    const watched = training.watched.value.get("rate")?.findLast(({ pass }) => pass <= step)?.value;
    return typeof watched === "number" ? watched : (rate?.value ?? null);
  });
  if (said === null) return null;
  const smaller = rate === undefined ? null : Number((rate.value / 10).toPrecision(3));
  return (
    <div class="tn-say" role="status">
      <p>{said}</p>
      {rate !== undefined && smaller !== null && (
        <button
          class="btn sm"
          type="button"
          onClick={() => {
            const { source } = session.program;
            source.value = withSetting(source.peek(), rate, String(smaller));
            training.run();
          }}
        >
          Try {smaller}
        </button>
      )}
    </div>
  );
}

function Offline(): JSX.Element | null {
  const { training } = useTrain();
  const seconds = training.lostFor.value;
  if (seconds === 0) return null;
  const last = training.newest.value?.pass;
  return (
    <div class="tn-say" role="status">
      <p>
        No connection. {last === undefined ? "" : `The last step received is ${count(last)}. `}Next try in{" "}
        {seconds} s.
      </p>
      <button class="btn sm" type="button" onClick={training.retry}>
        Continue
      </button>
    </div>
  );
}

function Graph({ carried }: { carried: Carried }): JSX.Element {
  const session = useSession();
  const { training, graph } = useTrain();
  const { doc } = session.document;
  const shown = doc.value;
  const at = graph.at.value;
  const boxes = session.boxes.value?.boxes.size ?? null;
  const isOld = graph.missing.value !== null;
  const { picture, refusal } = session.picture;
  const chosen = training.shown.value;
  const isComing =
    (chosen !== null && chosen !== at && !isOld) ||
    (shown !== null && refusal.value === null && picture.value?.structure !== shown.structure);
  return (
    <section class="tn-graph" aria-label="Graph">
      <div class="ph">
        <h2>{at === null ? "Graph" : `Graph at step ${count(at)}`}</h2>
        {shown !== null && size(shown) > 0 && (
          <span class="muted">
            {counted(size(shown), "value")}
            {boxes !== null && `, ${counted(boxes, "box", "boxes")}`}
          </span>
        )}
        <Other />
        <PageLink class="btn ghost sm" href="/" here="/train" carried={carried}>
          Open in Explore
        </PageLink>
      </div>
      <div class={isOld ? "canvas is-old" : "canvas"} aria-busy={isComing}>
        <Drawing session={session} onChoose={(id) => session.selection.select(id)} />
        {training.state.value !== "starting" && <EmptyState />}
        {graph.missing.value !== null && (
          <p class="tn-missing" role="status">
            {graph.missing.value}
          </p>
        )}
        {session.stage.scales.value !== null && <Scales of={session.stage.scales.value} />}
        {session.picture.picture.value !== null && <Zoom stage={session.stage} />}
      </div>
    </section>
  );
}

/** Of a playground, the drawing that is not shown. */
function Other(): JSX.Element | null {
  const { playground, isGraphShown } = useTrain();
  if (!playground.isHere.value) return null;
  return (
    <button
      class="btn ghost sm"
      type="button"
      onClick={() => {
        isGraphShown.value = !isGraphShown.value;
      }}
    >
      {isGraphShown.value ? "Show network" : "Show graph"}
    </button>
  );
}

function Network({ carried }: { carried: Carried }): JSX.Element {
  const { playground } = useTrain();
  const at = playground.neuron.value;
  return (
    <NetworkDrawing>
      <Other />
      <PageLink class="btn ghost sm" href="/" here="/train" carried={carried}>
        {at === null ? "Open in Explore" : `Open neuron n${at.neuron} in Explore`}
      </PageLink>
    </NetworkDrawing>
  );
}

/** Accuracy under the loss, of a playground, which always has it. */
function Accuracy(): JSX.Element | null {
  const { training } = useTrain();
  const { watched, earlier, newest, shown, recorded } = training;
  const read = (all: typeof watched.value): Series[] =>
    ACCURACY.flatMap((name, at) => {
      const found = all.get(name);
      return found === undefined ? [] : [seriesOf(name, found, at === 0 ? "ink" : "grad")];
    });
  const series = read(watched.value);
  const [last] = earlier.value;
  if (series.length === 0) return null;
  return (
    <section class="tn-loss" aria-label="Accuracy">
      <AccuracyPlot
        title="Accuracy"
        series={series}
        earlier={last === undefined ? [] : [{ label: last.label, series: read(last.watched) }]}
        total={newest.value?.of ?? null}
        shown={shown.value}
        onShow={(step) => training.show(nearestOf(recorded.peek(), step))}
      />
    </section>
  );
}

export function Middle(): JSX.Element {
  const { playground, isGraphShown, session, keptHere } = useTrain();
  const carried = useCarried(keptHere);
  const isHere = playground.isHere.value;
  return (
    <section class="tn-mid" aria-label="Course">
      <Spoken />
      <Waiting />
      <Offline />
      <Diverged />
      <div class="tn-curves">
        {isHere && <Boundary />}
        <div class="tn-lines">
          <Loss />
          {isHere && <Accuracy />}
        </div>
        {isHere && session.screen.isPhone.value && <PointPanel />}
      </div>
      {isHere && !isGraphShown.value ? <Network carried={carried} /> : <Graph carried={carried} />}
    </section>
  );
}
