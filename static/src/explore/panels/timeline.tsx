/** A pass as a row of steps to go through, and the sentence and the formula of what is shown. */

import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { StepFormula, TurnFormula } from "../../components/formula";
import { Icon, type IconName } from "../../components/icon";
import { Segments } from "../../components/segments";
import { find, name } from "../../compute/naming";
import { short } from "../../format";
import { useSession } from "../../session/context";
import { type Playback, SPEEDS } from "../../session/playback";
import { actionSentence, type Part, plain, stepSentence, turnSentence } from "../../session/sentence";
import type { Session } from "../../session/session";
import { useExplorer } from "../state";

const NAMED = 26;
const MARKED = 80;
const CALM = 1000;
const REST = 150;

function Transport(): JSX.Element {
  const {
    passes: { playOrPause, stepTo },
    playback: { isPlaying, reached, total },
  } = useSession();
  const at = reached.value;
  const buttons: readonly [IconName, string, string, () => void][] = [
    ["first", "First step", "First step (Home)", () => void stepTo(1)],
    ["back", "Step back", "Step back (←)", () => void stepTo(at - 1)],
    [
      isPlaying.value ? "pause" : "play",
      isPlaying.value ? "Pause" : "Play",
      "Play or pause (Space)",
      () => void playOrPause(),
    ],
    ["step", "Step", "Step (→)", () => void stepTo(at + 1)],
    ["last", "Last step", "Last step (End)", () => void stepTo(total.value)],
  ];
  return (
    <>
      {buttons.map(([icon, label, title, run]) => (
        <button
          key={label}
          class={icon === "play" || icon === "pause" ? "btn icon" : "btn ghost icon"}
          type="button"
          aria-label={label}
          title={title}
          onClick={run}
        >
          <Icon name={icon} />
        </button>
      ))}
    </>
  );
}

/** How fast it plays, and where the selected value has its turn. */
function Pace(): JSX.Element {
  const {
    passes: { stepToNode },
    playback: { speed },
    selection: { isChosen, selected },
  } = useSession();
  const node = isChosen.value ? selected.value : null;
  return (
    <>
      {node !== null && node.op !== "constant" && (
        <button
          class="btn ghost sm jump"
          type="button"
          title="Next step of the selected value (J); Shift J goes back"
          onClick={() => void stepToNode(node.id)}
        >
          Steps of {name(node)}
        </button>
      )}
      <span class="select sm">
        <select
          class="speed"
          aria-label="Speed"
          title="Speed (< >)"
          value={String(speed.value)}
          onChange={(event) => {
            speed.value = Number(event.currentTarget.value);
          }}
        >
          {SPEEDS.map((factor) => (
            <option key={factor} value={String(factor)}>
              {factor}×
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </>
  );
}

function PassChoice(): JSX.Element {
  const { pass, choose } = useSession().playback;
  return (
    <Segments
      name="pass"
      label="Pass to go through"
      small
      value={pass.value}
      choices={[
        { value: "forward", label: "Steps of forward", face: "Forward" },
        { value: "backward", label: "Steps of backward", face: "Backward" },
      ]}
      onValue={choose}
    />
  );
}

/** One mark a step, named where there is room for names. */
function Marks(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    passes: { stepTo },
    playback: { pass, reached, stops, total },
  } = useSession();
  const shown = doc.value;
  const steps = stops.value;
  const count = total.value;
  if (shown === null || count > MARKED) return null;
  const at = reached.value;
  const isNamed = steps !== null && count <= NAMED;
  return (
    <ol aria-hidden="true" class={count > 12 ? "tight" : undefined}>
      {Array.from({ length: count }, (_, index) => {
        const node = find(shown, steps?.[index] ?? null);
        const now = index + 1 === at;
        return (
          <li
            key={`${index + 1}`}
            class={index + 1 <= at ? (now ? "done now" : "done") : undefined}
            style={{ "--i": index, "--n": Math.max(1, count) }}
          >
            {isNamed && node !== null && (
              <button type="button" tabIndex={-1} onClick={() => void stepTo(index + 1)}>
                {name(node)}
                {index === 0 && count <= 12 && pass.value === "backward" && hidden.value === null && (
                  <span> = 1</span>
                )}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Scrubber({ text }: { text: string }): JSX.Element {
  const {
    passes: { stepTo },
    playback: { pass, reached, total },
  } = useSession();
  const at = reached.value;
  const count = total.value;
  const share = count === 0 ? 0 : (at / count) * 100;
  return (
    <div class={pass.value === "forward" ? "scrub is-forward" : "scrub"}>
      <input
        type="range"
        min="0"
        max={count}
        value={at}
        style={{ "--p": `${share}%` }}
        aria-label={pass.value === "forward" ? "Forward step" : "Backward step"}
        aria-valuetext={text}
        onInput={(event) => void stepTo(event.currentTarget.valueAsNumber)}
      />
      <Marks />
    </div>
  );
}

/** What is said, made once for the line, the scrubber and the screen reader. */
function sentence({ hidden, document, playback }: Session): Part[] {
  const shown = document.doc.value;
  const { current, done, pass, turn } = playback;
  if (shown === null) return [];
  if (turn.value !== null) return turnSentence(shown, turn.value);
  if (current.value !== null) return stepSentence(shown, current.value, hidden.value !== null);
  if (done.value === 0) {
    const what = pass.value === "forward" ? "values" : "grads";
    return [{ text: `Before the first step: the ${what} are not computed yet.` }];
  }
  return actionSentence(shown, document.lastAction.value);
}

function Piece({ part }: { part: Part }): JSX.Element {
  if (part.as === "op") return <span class="op">{part.text}</span>;
  if (part.as === "stop") return <span class="stop">{part.text}</span>;
  if (part.as === "math") return <i>{part.text}</i>;
  if (part.as === "name" || part.as === "strong") return <b class={part.tone}>{part.text}</b>;
  return <span class={part.tone}>{part.text}</span>;
}

/** What a screen reader is told: the newest sentence; while something plays, one at most every second. */
function useCalm(text: string): string {
  const { isPlaying } = useSession().playback;
  const [said, say] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    const wait = isPlaying.peek() ? Math.max(0, last.current + CALM - performance.now()) : REST;
    const timer = setTimeout(() => {
      last.current = performance.now();
      say(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return said;
}

function Change(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    playback: { current },
  } = useSession();
  const step = current.value;
  if (step === null) return null;
  const node = find(doc.value, step.node);
  const grad = (value: number): string => (hidden.value === null ? short(value) : "?");
  return (
    <span class="res">
      grad of {node === null ? step.node : name(node)}: {grad(step.before)} →{" "}
      <span class="grad mono">{grad(step.after)}</span>
    </span>
  );
}

function Formula(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    playback: { current, turn },
  } = useSession();
  const shown = doc.value;
  if (shown === null) return null;
  if (turn.value !== null) return <TurnFormula doc={shown} node={turn.value} />;
  if (current.value === null) return null;
  return <StepFormula doc={shown} step={current.value} isHidden={hidden.value !== null} />;
}

/** Above this a sentence is set smaller, so that it stays in its place. */
const LONG = 76;

function Sentence({ parts, text }: { parts: readonly Part[]; text: string }): JSX.Element {
  const calm = useCalm(text);
  return (
    <>
      <p class={text.length > LONG ? "say long" : "say"} aria-hidden="true">
        {parts.map((part, index) => (
          <Piece key={`${index}${part.text}`} part={part} />
        ))}
      </p>
      <div class="shown">
        <Formula />
        <Change />
      </div>
      <p class="sr" aria-live="polite">
        {calm}
      </p>
    </>
  );
}

function title({ pass, reached, total }: Playback): string {
  const word = pass.value === "forward" ? "Forward" : "Backward";
  if (total.value === 0) return word;
  if (reached.value === 0) return `${word}, ${total.value} steps`;
  return `${word}, step ${reached.value} of ${total.value}`;
}

/** Ways out of what leaves the frame away, and to grads that are not shown. */
function Ways(): JSX.Element {
  const {
    hidden,
    screen: { isEmbedded, isPresenting },
  } = useSession();
  const { copyLink, openWhole } = useExplorer().links;
  return (
    <>
      {hidden.value !== null && (
        <button
          class="btn sm is-grad"
          type="button"
          onClick={() => {
            hidden.value = null;
          }}
        >
          Show grads <kbd>R</kbd>
        </button>
      )}
      {isPresenting.value && !isEmbedded.value && (
        <>
          <button class="btn ghost sm" type="button" onClick={() => void copyLink()}>
            Copy link <kbd>K</kbd>
          </button>
          <button
            class="btn ghost sm"
            type="button"
            id="leave"
            onClick={() => {
              isPresenting.value = false;
            }}
          >
            Leave <kbd>P</kbd>
          </button>
        </>
      )}
      {isEmbedded.value && (
        <button class="btn ghost sm" type="button" onClick={() => void openWhole()}>
          Open in Backlens
        </button>
      )}
    </>
  );
}

export function Timeline(): JSX.Element {
  const session = useSession();
  const { pass, total } = session.playback;
  const order = pass.value === "forward" ? "in topological order" : "in reverse topological order";
  const parts = useComputed(() => sentence(session)).value;
  const text = plain(parts);
  return (
    <div class="tl">
      <div class="tl-top">
        <h2>
          {title(session.playback)} <span>{order}</span>
        </h2>
        <Ways />
        {total.value > 0 && (
          <>
            <span class="tl-more">
              <Pace />
              <PassChoice />
            </span>
            <span class="tl-go">
              <Transport />
            </span>
          </>
        )}
      </div>
      {total.value > 0 && <Scrubber text={text} />}
      <Sentence parts={parts} text={text} />
    </div>
  );
}
