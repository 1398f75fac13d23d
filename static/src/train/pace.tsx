/** What is said of how a run goes: to who waits for its first step, to who waits long, and to who listens. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count, short } from "../format";
import { useTrain } from "./state";

/** Seconds of a step that are long, and so many steps that are offered then. */
const LONG = 5;
const FEW = 10;
/** Milliseconds between two losses that are spoken. */
const SPEAK = 5_000;

/** Seconds since the run began to wait for its first step; 0 where it does not. */
function useWaiting(isWaiting: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!isWaiting) return undefined;
    const timer = setInterval(() => setSeconds((now) => now + 1), 1_000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return seconds;
}

/** The first step takes long, or every step does. */
export function Waiting(): JSX.Element | null {
  const { training } = useTrain();
  const { state, newest, speed } = training;
  const waited = useWaiting(state.value === "starting");
  if (state.value === "starting" && waited > 0)
    return (
      <p class="tn-say" role="status">
        Waiting for step 1, {waited} s so far.
      </p>
    );
  const step = speed.value === null || speed.value === 0 ? 0 : 1 / speed.value;
  if (state.value !== "running" || step < LONG || newest.value === null) return null;
  const stop = newest.value.pass + FEW;
  return (
    <div class="tn-say" role="status">
      <p>About {short(step, 2)} s a step.</p>
      <button class="btn sm" type="button" onClick={() => training.pauseAfter(stop)}>
        Run {FEW} steps
      </button>
    </div>
  );
}

/** The step and its loss, for a screen reader, at most every five seconds. */
export function Spoken(): JSX.Element {
  const { training } = useTrain();
  const [text, setText] = useState("");
  useEffect(() => {
    const speak = (): void => {
      const pass = training.newest.peek();
      if (pass !== null) setText(`Step ${count(pass.pass)}, loss ${short(pass.value, 4)}`);
    };
    const timer = setInterval(speak, SPEAK);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="sr" aria-live="polite">
      {text}
    </p>
  );
}
