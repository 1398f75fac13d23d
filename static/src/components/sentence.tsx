import { useComputed } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { find, name } from "../compute/naming";
import { departure, shareOf } from "../compute/own";
import { short } from "../format";
import { boxSentence } from "../session/box-sentence";
import { useSession } from "../session/context";
import {
  actionSentence,
  briefAction,
  briefStep,
  briefValue,
  forwardSentence,
  type Part,
  stepSentence,
} from "../session/sentence";
import type { Session } from "../session/session";
import type { Step } from "../wire/types";
import { StepFormula } from "./formula";

const CALM = 1000;
const REST = 150;

/** What is said, made once for the line, the scrubber and the screen reader. */
export function sentence({ boxes, hidden, document, playback }: Session): Part[] {
  const shown = document.doc.value;
  const { activeBox, byBox, current, done, pass, forwardNode } = playback;
  if (shown === null) return [];
  const [all, order] = [boxes.value, byBox.order.value];
  if (activeBox.value !== null && all !== null && order !== null)
    return boxSentence(all, order, done.value ?? 0);
  if (forwardNode.value !== null) return forwardSentence(shown, forwardNode.value);
  if (current.value !== null) return stepSentence(shown, current.value, hidden.value !== null);
  if (done.value === 0) {
    const what = pass.value === "forward" ? "values" : "grads";
    return [{ text: `Before the first step: the ${what} are not computed yet.` }];
  }
  const said = actionSentence(shown, document.lastAction.value);
  return document.problem.value === null ? said : [{ text: "From the last program that worked: " }, ...said];
}

/** The same in so few words that a row of the smallest window has room for it. */
function briefly({ hidden, document, playback }: Session): Part[] {
  const shown = document.doc.value;
  const { current, done, forwardNode } = playback;
  if (shown === null) return [];
  if (forwardNode.value !== null) return briefValue(forwardNode.value);
  if (current.value !== null) return briefStep(shown, current.value, hidden.value !== null);
  return done.value === 0
    ? [{ text: "Before the first step" }]
    : briefAction(shown, document.lastAction.value);
}

function Line({ parts, style }: { parts: readonly Part[]; style: string }): JSX.Element {
  return (
    <p class={style} aria-hidden="true">
      {parts.map((part, index) => (
        <Piece key={`${index}${part.text}`} part={part} />
      ))}
    </p>
  );
}

function Piece({ part }: { part: Part }): JSX.Element {
  if (part.as === "op") return <span class={part.tone === "err" ? "op err" : "op"}>{part.text}</span>;
  if (part.as === "context") return <span class="in">{part.text}</span>;
  if (part.as === "stop") return <span class="stop">{part.text}</span>;
  if (part.as === "math") return <i>{part.text}</i>;
  if (part.as === "name" || part.as === "strong") return <b class={part.tone}>{part.text}</b>;
  return <span class={part.tone}>{part.text}</span>;
}

/** What a screen reader hears: the newest sentence, at most one a second while something plays. */
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
      <span class={departure(step) === null ? "grad mono" : "err mono"}>{grad(step.after)}</span>
    </span>
  );
}

/** A step that departs is written out as it should have been: a formula that does not hold helps nobody. */
function asItShould(step: Step): Step {
  const departs = departure(step);
  const share = shareOf(step);
  if (departs === null || departs.kind === "inherited" || share === null) return step;
  return { ...step, contribution: share, after: step.before + share };
}

/** Where a step adds to what was there before; else the sentence has said it all. */
function Formula(): JSX.Element | null {
  const {
    hidden,
    document: { doc },
    playback: { current },
  } = useSession();
  const [shown, step] = [doc.value, current.value];
  if (shown === null || step === null || step.before === 0) return null;
  return <StepFormula doc={shown} step={asItShould(step)} isHidden={hidden.value !== null} />;
}

/** Above this a sentence is set smaller, so that it stays in its place. */
const LONG = 76;

interface Props {
  readonly parts: readonly Part[];
  readonly text: string;
  /** Said in the room of the formula, where there is none. */
  readonly beside?: ComponentChildren;
}

export function Sentence({ parts, text, beside }: Props): JSX.Element {
  const session = useSession();
  const calm = useCalm(text);
  return (
    <>
      <Line parts={parts} style={text.length > LONG ? "say long" : "say"} />
      <Line parts={useComputed(() => briefly(session)).value} style="say brief" />
      <div class="shown">
        <Formula />
        <Change />
        {beside}
      </div>
      <p class="sr" aria-live="polite">
        {calm}
      </p>
    </>
  );
}
