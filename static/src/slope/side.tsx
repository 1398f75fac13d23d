/** The side of the page: the function, x and h, the slope read off both ways, and the walk downhill. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon";
import { NumberField } from "../components/number-field";
import { Prose } from "../components/prose";
import { Segments } from "../components/segments";
import { card, field, short } from "../format";
import { finding, nearest, SMALLEST, secant } from "./numbers";
import {
  CHOICES,
  curve,
  grain,
  h,
  held,
  hold,
  leaf,
  leaves,
  method,
  most,
  nameOf,
  probe,
  problem,
  range,
  rate,
  read,
  setH,
  setX,
  source,
  steps,
  vary,
  walkFrom,
  x,
} from "./state";
import { end, isWalking, keepsGraph, minimum, rows, run, step } from "./walking";

const PAUSE = 300;
const OTHERS = 8;

function Editor(): JSX.Element {
  const draft = useSignal(source.value);
  useEffect(
    () =>
      source.subscribe((text) => {
        if (document.activeElement?.id !== "sl-source") draft.value = text;
      }),
    [draft],
  );
  const timer = useSignal<ReturnType<typeof setTimeout> | undefined>(undefined);
  const change = (text: string): void => {
    draft.value = text;
    clearTimeout(timer.value);
    timer.value = setTimeout(
      () => void read(text, { values: { ...held.value, [leaf.value]: x.value }, keep: true }),
      PAUSE,
    );
  };
  const chosen = CHOICES.findIndex((choice) => choice.source === source.value);
  const found = problem.value;
  const lines = Math.max(1, Math.min(8, draft.value.split("\n").length));
  return (
    <div class="sec">
      <div class="sl-head">
        <h2>Function</h2>
        <span class="select">
          <select
            aria-label="Functions to begin with"
            value={String(chosen)}
            onChange={(event) => {
              const choice = CHOICES[Number(event.currentTarget.value)];
              if (choice !== undefined) {
                draft.value = choice.source;
                void read(choice.source, choice);
              }
            }}
          >
            {chosen < 0 && <option value="-1">Your own</option>}
            {CHOICES.map((choice, index) => (
              <option key={choice.title} value={String(index)}>
                {choice.title}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
      </div>
      <textarea
        class="field code-field"
        id="sl-source"
        aria-label="Program of one variable"
        aria-invalid={found !== null}
        aria-describedby="sl-problem"
        rows={lines}
        spellcheck={false}
        autoComplete="off"
        value={draft.value}
        onInput={(event) => change(event.currentTarget.value)}
        onBlur={() => {
          if (problem.value === null && draft.value === "") draft.value = source.value;
        }}
      />
      <div id="sl-problem" aria-live="polite">
        {found !== null && (
          <p class="note err">
            <Icon name="warn" />
            <span>
              {found.place !== null && `Line ${found.place.line}, column ${found.place.column}. `}
              <Prose text={found.detail} /> {found.hint !== null && <Prose text={found.hint} />}
            </span>
          </p>
        )}
      </div>
      {leaves.value.length > 1 && <Others />}
      <Failures />
    </div>
  );
}

/** Which leaf varies; the others hold. */
function Others(): JSX.Element {
  const rest = leaves.value.filter((node) => nameOf(node) !== leaf.value);
  return (
    <>
      <div class="sl-vary">
        <span>varies</span>
        <span class="select">
          <select
            aria-label="Which leaf varies"
            value={leaf.value}
            onChange={(event) => vary(event.currentTarget.value)}
          >
            {leaves.value.map((node) => (
              <option key={node.id} value={nameOf(node)}>
                {nameOf(node)}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
        <span class="muted">{rest.length === 1 ? "the other holds" : "the others hold"}</span>
      </div>
      <div class="sl-leaves">
        {rest.slice(0, OTHERS).map((node) => (
          <div class="pair" key={node.id}>
            <span title={nameOf(node)}>{nameOf(node)}</span>
            <NumberField
              value={held.value[nameOf(node)] ?? node.data}
              label={nameOf(node)}
              step={0.1}
              onValue={(value) => hold(nameOf(node), value)}
            />
          </div>
        ))}
      </div>
      {rest.length > OTHERS && <p class="note">{rest.length - OTHERS} more leaves hold where they are.</p>}
    </>
  );
}

/** The program cannot be run at some points. */
function Failures(): JSX.Element | null {
  const found = curve.value;
  const [first] = found?.failed ?? [];
  if (found === null || first === undefined) return null;
  return (
    <p class="note">
      The program fails at {found.failures} of {found.x.length} points, first at {short(first.x)}
      {first.line === null ? "" : `, line ${first.line}`}: <Prose text={first.detail} />
    </p>
  );
}

const filled = (share: number): Record<string, string> => ({ "--p": `${100 * share}%` });

function Sliders(): JSX.Element {
  const { from, to } = range.value;
  const index = nearest(steps.value, h.value);
  const last = steps.value.length - 1;
  return (
    <div class="sec sl-sliders">
      <label for="sl-x">{leaf.value}</label>
      <input
        class="is-data"
        type="range"
        id="sl-x"
        min={from}
        max={to}
        step={grain.value}
        value={x.value}
        aria-valuetext={`${leaf.value} = ${short(x.value)}`}
        style={filled((x.value - from) / (to - from))}
        onInput={(event) => setX(Number(event.currentTarget.value))}
      />
      <NumberField value={x.value} label={`${leaf.value}, exactly`} step={grain.value * 2} onValue={setX} />
      <label for="sl-h">h</label>
      <input
        type="range"
        id="sl-h"
        min={0}
        max={last}
        step={1}
        value={index}
        aria-valuetext={`h = ${short(h.value)}`}
        style={filled(index / last)}
        onInput={(event) => setH(steps.value[Number(event.currentTarget.value)] ?? h.value)}
      />
      <NumberField
        value={h.value}
        label="h, exactly"
        shown={(value) => (value < 0.01 ? short(value) : field(value))}
        refuse={(value) =>
          value >= SMALLEST && value <= most.value
            ? null
            : `h is above 0: from 1e-14 to ${short(most.value)}.`
        }
        onValue={setH}
      />
    </div>
  );
}

function Slope(): JSX.Element | null {
  const now = probe.value;
  if (now === null) return null;
  const quotient = secant(now, method.value);
  const off = quotient - now.grad;
  const relative = Math.abs(off) / Math.abs(now.grad);
  const isForward = method.value === "forward";
  const name = leaf.value;
  return (
    <div class="sec">
      <div class="sl-head">
        <h2>Slope at {name}</h2>
        <Segments
          name="method"
          label="Difference"
          small
          value={method.value}
          choices={[
            { value: "forward", label: "Forward difference", face: "Forward" },
            { value: "central", label: "Central difference", face: "Central" },
          ]}
          onValue={(value) => {
            method.value = value;
          }}
        />
      </div>
      <Quotient isForward={isForward} name={name} />
      <dl class="sl-numbers">
        <dt>secant slope</dt>
        <dd id="sl-secant">{field6(quotient)}</dd>
        <dt>tangent slope, by autograd</dt>
        <dd id="sl-tangent" class="grad">
          {field6(now.grad)}
        </dd>
        <dt>difference</dt>
        <dd>{field6(off)}</dd>
        <dt>relative error</dt>
        <dd>{percent(relative)}</dd>
      </dl>
      <p class="note" id="sl-finding" aria-live="polite">
        {finding(now, method.value)}
      </p>
    </div>
  );
}

const field6 = (value: number): string => {
  if (!Number.isFinite(value)) return short(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-5 || size >= 1e7)
    ? value.toExponential(4).replaceAll("-", "−")
    : value.toFixed(6).replace("-", "−");
};

const percent = (share: number): string => {
  if (!Number.isFinite(share)) return "–";
  if (share === 0) return "0";
  return share >= 1e-4
    ? `${short(Number((share * 100).toPrecision(3)))}%`
    : share.toExponential(1).replaceAll("-", "−");
};

function Quotient({ isForward, name }: { isForward: boolean; name: string }): JSX.Element | null {
  const now = probe.value;
  if (now === null) return null;
  const low = isForward ? now.value : now.before;
  const wide = isForward ? now.h : 2 * now.h;
  return (
    <div class="sl-quotient">
      <math display="block">
        <mrow>
          <mfrac>
            <mrow>
              <mi>f</mi>
              <mo>(</mo>
              <mi>{name}</mi>
              <mo>+</mo>
              <mi>h</mi>
              <mo>)</mo>
              <mo>−</mo>
              <mi>f</mi>
              <mo>(</mo>
              <mi>{name}</mi>
              {!isForward && (
                <>
                  <mo>−</mo>
                  <mi>h</mi>
                </>
              )}
              <mo>)</mo>
            </mrow>
            <mrow>
              {!isForward && <mn>2</mn>}
              <mi>h</mi>
            </mrow>
          </mfrac>
          <mo>=</mo>
          <mfrac>
            <mrow class="data">
              <mn>{short(now.after)}</mn>
              <mo>−</mo>
              {low < 0 ? (
                <>
                  <mo>(</mo>
                  <mn>{short(low)}</mn>
                  <mo>)</mo>
                </>
              ) : (
                <mn>{short(low)}</mn>
              )}
            </mrow>
            <mn>{short(wide)}</mn>
          </mfrac>
          <mo>=</mo>
          <mn>{short(secant(now, isForward ? "forward" : "central"))}</mn>
        </mrow>
      </math>
    </div>
  );
}

function Walk(): JSX.Element {
  const walked = rows.value;
  return (
    <div class="sec">
      <h2>Walk downhill</h2>
      <div class="sl-walk">
        <div class="pair">
          <span>start</span>
          <NumberField
            value={walkFrom.value}
            label="start"
            shown={plain}
            onValue={(value) => {
              walkFrom.value = value;
            }}
          />
        </div>
        <div class="pair">
          <span>rate</span>
          <NumberField
            value={rate.value}
            label="rate"
            shown={plain}
            refuse={(value) => (value > 0 ? null : "The rate is above 0.")}
            onValue={(value) => {
              rate.value = value;
            }}
          />
        </div>
        <button class="btn" type="button" disabled={isWalking.value} onClick={() => void step()}>
          Step
        </button>
        <button class="btn primary" type="button" disabled={isWalking.value} onClick={() => void run()}>
          <Icon name="play" />
          Run
        </button>
      </div>
      {walked.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <section class="sl-scroll rows" tabIndex={0} aria-label="Steps of the walk">
          <table class="sl-table">
            <thead>
              <tr>
                <th scope="col">step</th>
                <th scope="col">{leaf.value}</th>
                <th scope="col">f({leaf.value})</th>
                <th scope="col">slope</th>
              </tr>
            </thead>
            <tbody>
              {walked.map((row, index) => (
                <tr key={index} class={index === walked.length - 1 ? "on" : ""}>
                  <td class="muted">{index}</td>
                  <td class="data">{card(row.x)}</td>
                  <td class="data">{card(row.value)}</td>
                  <td class="grad">{card(row.slope)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p class="note" aria-live="polite" id="sl-walked">
        {end.value ??
          (minimum.value !== null
            ? `${walked.length - 1} steps end at ${leaf.value} = ${card(minimum.value.x)}, where the slope is 0: ${leaf.value} stops moving.`
            : `Each step moves ${leaf.value} by −${plain(rate.value)} × slope. At the minimum the slope is 0, so ${leaf.value} stops moving.`)}
        {keepsGraph.value && " The program looks at numbers; the walk keeps the graph of its start."}
      </p>
    </div>
  );
}

const plain = (value: number): string => short(value);

export function Side(): JSX.Element {
  return (
    <aside class="sl-side" aria-label="Function, slope and descent">
      <Editor />
      {leaves.value.length > 0 && (
        <>
          <Sliders />
          <Slope />
          <Walk />
        </>
      )}
    </aside>
  );
}
