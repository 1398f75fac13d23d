/** The backward pass as a row of steps to go through, and the sentence of what is shown. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { short } from "../format";
import { Icon, type IconName } from "../parts/icon";
import { deed, doc } from "../state/document";
import { find, name } from "../state/naming";
import { current, isPlaying, reached, total, trace } from "../state/playback";
import { deedSentence, type Part, plain, stepSentence } from "../state/sentence";
import { playOrPause, stepTo } from "../state/verbs";

const NAMED = 26;
const MARKED = 80;
const CALM = 1000;

function Transport(): JSX.Element {
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

/** One mark a step, named where there is room for names. */
function Marks(): JSX.Element | null {
  const shown = doc.value;
  const steps = trace.value;
  const count = total.value;
  if (shown === null || count > MARKED) return null;
  const at = reached.value;
  const isNamed = steps !== null && count <= NAMED;
  return (
    <ol aria-hidden="true" class={count > 12 ? "tight" : undefined}>
      {Array.from({ length: count }, (_, index) => {
        const step = steps?.[index];
        const node = step === undefined ? null : find(shown, step.node);
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
                {index === 0 && count <= 12 && <span> = 1</span>}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Scrubber(): JSX.Element {
  const at = reached.value;
  const count = total.value;
  const share = count === 0 ? 0 : (at / count) * 100;
  const text = at === 0 ? "Before the first step" : `Step ${at} of ${count}: ${plain(sentence())}`;
  return (
    <div class="scrub">
      <input
        type="range"
        min="0"
        max={count}
        value={at}
        style={{ "--p": `${share}%` }}
        aria-label="Backward step"
        aria-valuetext={text}
        onInput={(event) => void stepTo(event.currentTarget.valueAsNumber)}
      />
      <Marks />
    </div>
  );
}

function sentence(): Part[] {
  const shown = doc.value;
  if (shown === null) return [];
  const step = current.value;
  return step === null ? deedSentence(shown, deed.value) : stepSentence(shown, step);
}

function nameOf(id: string): string {
  const node = find(doc.value, id);
  return node === null ? id : name(node);
}

function Piece({ part }: { part: Part }): JSX.Element {
  if (part.as === "op") return <span class="op">{part.text}</span>;
  if (part.as === "stop") return <span class="stop">{part.text}</span>;
  if (part.as === "math") return <i>{part.text}</i>;
  if (part.as === "name" || part.as === "strong") return <b class={part.tone}>{part.text}</b>;
  return <span class={part.tone}>{part.text}</span>;
}

/** What a screen reader is told: the newest sentence, while something plays at most once a second. */
function useCalm(text: string): string {
  const [said, say] = useState(text);
  const wait = isPlaying.value ? CALM : 150;
  useEffect(() => {
    const timer = setTimeout(() => say(text), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return said;
}

function Sentence(): JSX.Element {
  const parts = sentence();
  const said = useCalm(plain(parts));
  const step = current.value;
  return (
    <>
      <p class="say" aria-hidden="true">
        {parts.map((part, index) => (
          <Piece key={`${index}${part.text}`} part={part} />
        ))}
        {step !== null && (
          <span class="res">
            grad of {nameOf(step.node)}: {short(step.before)} →{" "}
            <span class="grad mono">{short(step.after)}</span>
          </span>
        )}
      </p>
      <p class="sr" aria-live="polite">
        {said}
      </p>
    </>
  );
}

function title(): string {
  if (total.value === 0) return "Backward";
  if (reached.value === 0) return `Backward, ${total.value} steps`;
  return `Backward, step ${reached.value} of ${total.value}`;
}

export function Timeline(): JSX.Element {
  return (
    <div class="tl">
      <div class="tl-top">
        <h2>
          {title()} <span>in reverse topological order</span>
        </h2>
        {total.value > 0 && <Transport />}
      </div>
      {total.value > 0 && <Scrubber />}
      <Sentence />
    </div>
  );
}
