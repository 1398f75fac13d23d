/** The docked row: pause, step, stop and start again; which pass is shown; how fast it goes. */
import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { Select } from "../components/select";
import { count, short } from "../format";
import { nearestOf, progress } from "./progress";
import { useTrain } from "./state";

const PACES = [
  ["full", "Full speed"],
  ["10", "10 a second"],
  ["1", "1 a second"],
] as const;

function Verbs(): JSX.Element {
  const { training } = useTrain();
  const { state, isOn } = training;
  const isRunning = state.value === "running" || state.value === "starting";
  const face = state.value === "paused" ? "Continue" : "Train";
  return (
    <div class="tn-verbs">
      <button
        class="btn primary"
        type="button"
        onClick={() => void (isRunning ? training.pause() : training.go())}
      >
        <Icon name={isRunning ? "pause" : "play"} />
        {isRunning ? "Pause" : face} <kbd>Space</kbd>
      </button>
      <button
        class="btn icon"
        type="button"
        aria-label="Step"
        title="Step: one pass (→)"
        onClick={() => void training.step()}
      >
        <Icon name="step" />
      </button>
      <button
        class="btn icon"
        type="button"
        aria-label="Stop"
        title="Stop; everything recorded stays"
        disabled={!isOn.value}
        onClick={() => void training.stop()}
      >
        <Icon name="stop" />
      </button>
      <button
        class="btn ghost icon"
        type="button"
        aria-label="Start again"
        title="Start again"
        onClick={training.again}
      >
        <Icon name="reset" />
      </button>
    </div>
  );
}

function Scrubber(): JSX.Element {
  const { training } = useTrain();
  const { newest, shown, recorded, current, speed, isOn } = training;
  const of = newest.value?.of ?? newest.value?.pass ?? 1;
  const now = current.value ?? 0;
  const last = newest.value?.pass ?? 0;
  return (
    <div class="tn-rec">
      <p>
        <span>
          {current.value === null ? (
            "No step yet"
          ) : (
            <>
              <b>{shown.value === null ? `Step ${count(now)}` : `Showing step ${count(now)}`}</b>
              {shown.value === null ? ` of ${count(of)}` : ` of ${count(recorded.value.length)} recorded`}
            </>
          )}
        </span>
        <span>{last > 0 && progress(last, newest.value?.of ?? null, speed.value, isOn.value)}</span>
      </p>
      <div class="tn-track">
        <i style={{ width: `${(100 * last) / Math.max(1, of)}%` }} />
        <input
          type="range"
          min={1}
          max={Math.max(1, of)}
          step={1}
          value={now}
          disabled={recorded.value.length === 0}
          style={{ "--p": `${(100 * (now - 1)) / Math.max(1, of - 1)}%` }}
          aria-label="Recorded steps"
          aria-valuetext={`Step ${now} of ${of}`}
          onInput={(event) => {
            const at = nearestOf(recorded.peek(), Number(event.currentTarget.value));
            if (at !== null) training.show(at);
            event.currentTarget.value = String(at ?? now);
          }}
        />
      </div>
    </div>
  );
}

function Speed(): JSX.Element {
  const { training, share } = useTrain();
  const { pace, speed, state } = training;
  return (
    <div class="tn-speed">
      <Select
        label="Speed"
        value={pace.value === null ? "full" : String(pace.value)}
        choices={PACES}
        onValue={(value) => void training.setPace(value === "full" ? null : Number(value))}
      />
      {state.value === "running" && speed.value !== null && (
        <span class="tn-rate">
          <b class="mono">{short(speed.value, 2)}</b> steps/s
        </span>
      )}
      <button
        class="btn tn-share"
        type="button"
        title="Copy a link to the program and the shown step"
        onClick={() => void share()}
      >
        <Icon name="share" />
        Share
      </button>
    </div>
  );
}

export function Transport(): JSX.Element {
  const { training } = useTrain();
  return (
    <section class="tn-dock" aria-label="Run">
      <Verbs />
      <div class="tn-middle">
        <Scrubber />
        <button
          class="btn"
          type="button"
          aria-pressed={training.shown.value === null}
          onClick={() => training.show(null)}
        >
          Follow live <kbd>L</kbd>
        </button>
      </div>
      <Speed />
    </section>
  );
}
