/** Nudge a value by h: the difference quotient beside the grad, and how its error depends on h. */

import type { JSX } from "preact";
import { find, name } from "../compute/naming";
import { repr, short } from "../format";
import { assign } from "../session/assign";
import { useSession } from "../session/context";
import { errorOf, explain, isAbsolute } from "../session/errors";
import { LARGEST, SMALLEST } from "../session/nudge";
import { advice } from "../wire/problem";
import type { GraphDocument, GraphNode, Nudge } from "../wire/types";
import { ErrorPlot } from "./error-plot";
import { Icon } from "./icon";
import { brief } from "./maths";
import { NumberField } from "./number-field";
import { Placeholder } from "./placeholder";
import { Prose } from "./prose";
import { Section } from "./section";
import { Segments } from "./segments";

const FIRST = Math.log10(SMALLEST);
const LAST = Math.log10(LARGEST);
/** Of a decade, so that every power of ten is one of the slider's stops. */
const STEP = 0.2;

const fault = (value: number): string | null => (value > 0 ? null : "h must be above 0, such as 1e-3.");

/** How a small h is written: 0.001, 1e−8. */
const written = (value: number): string => short(value);

function Height(): JSX.Element {
  const { h, nudgeBy } = useSession().nudge;
  const log = Math.min(LAST, Math.max(FIRST, Math.log10(h.value)));
  return (
    <div class="hrow">
      <label for="nudge-h">h</label>
      <input
        type="range"
        id="nudge-h"
        min={FIRST}
        max={LAST}
        step={STEP}
        value={log}
        aria-label="h"
        aria-valuetext={written(h.value)}
        style={{ "--p": `${((100 * (log - FIRST)) / (LAST - FIRST)).toFixed(1)}%` }}
        onInput={(event) => nudgeBy(Number((10 ** event.currentTarget.valueAsNumber).toPrecision(2)))}
      />
      <NumberField value={h.value} label="h, exact value" shown={written} refuse={fault} onValue={nudgeBy} />
    </div>
  );
}

/** Grads are compared with as soon as there are any: nothing is shown before it was computed. */
const hasGrad = (node: GraphNode): boolean => node.grad_state !== "none" && node.grad_state !== "stale";

interface Shown {
  readonly node: GraphNode;
  readonly output: string;
  readonly found: Nudge;
}

/** A dash stands for what is not known yet, so that nothing moves when it is. */
function Numbers({ node, output, found }: Omit<Shown, "found"> & { found: Nudge | null }): JSX.Element {
  const { isBehind, method } = useSession().nudge;
  const x = brief(name(node));
  const isCentral = method.value === "central";
  const quotient = isCentral
    ? `(${output}(${x} + h) − ${output}(${x} − h)) / 2h`
    : `(${output}(${x} + h) − ${output}(${x})) / h`;
  const number = (value: number | undefined | false): string =>
    value === undefined || value === false ? "–" : repr(value);
  const has = hasGrad(node);
  return (
    <dl class="fd" aria-busy={isBehind.value}>
      <dt>
        {output}({x} + h)
      </dt>
      <dd class="data">{number(found?.above)}</dd>
      <dt>{isCentral ? `${output}(${x} − h)` : `${output}(${x})`}</dt>
      <dd class="data">{number(isCentral ? (found?.below ?? undefined) : found?.before)}</dd>
      <dt class="quotient">{quotient}</dt>
      <dd class="difference">{number(found?.difference)}</dd>
      <dt>{node.grad_state === "accumulated" ? "grad of one pass" : "grad"}</dt>
      <dd class="grad">{number(has && found?.grad)}</dd>
      <dt>{found !== null && isAbsolute(found) && has ? "absolute error" : "relative error"}</dt>
      <dd class="error">{found !== null && has ? errorText(errorOf(found, found)) : "–"}</dd>
    </dl>
  );
}

const errorText = (error: number): string => (error === 0 ? "0" : short(Number(error.toPrecision(2))));

function Explained({ shown, node, output, found }: Shown & { shown: GraphDocument }): JSX.Element {
  const of = (id: string): string => {
    const other = find(shown, id);
    return other === null ? id : name(other);
  };
  const names = { output, node: brief(name(node)), of };
  const kink = found.kink && (
    <span class="tag warn">
      <Icon name="warn" />
      kink
    </span>
  );
  if (!hasGrad(node)) {
    return (
      <>
        {kink}
        <p class="why">
          The grad is {node.grad_state === "stale" ? "stale" : "not computed yet"}. Press Backward to compare.
        </p>
      </>
    );
  }
  const text = explain(found, names);
  return (
    <>
      {found.curve.length > 0 && text !== null && <ErrorPlot nudge={found} text={text} />}
      {kink}
      <p class={found.kink ? "why kink" : "why"}>{text ?? "This graph is too large for an error curve."}</p>
    </>
  );
}

export function Nudging({ shown, node }: { shown: GraphDocument; node: GraphNode }): JSX.Element | null {
  const { begin, isShowing, method, nudge, stop, trouble } = useSession().nudge;
  const top = find(shown, shown.output);
  // What the output does when it is nudged itself is nothing to learn from.
  if (top === null || top.id === node.id) return null;
  const title = `Nudge ${brief(name(node))} by h`;
  if (node.op === "constant") {
    return (
      <Section title={title}>
        <p class="why">A constant takes no grad, so there is nothing to compare a nudge with.</p>
      </Section>
    );
  }
  const found = nudge.value;
  const refused = trouble.value;
  const output = brief(name(top));
  return (
    <section class="sec nudge" aria-label={title}>
      <div class="sec-head">
        <h3>{title}</h3>
        <Segments
          name="nudge"
          label="Difference"
          small
          value={method.value}
          choices={[
            { value: "forward", label: "Forward", face: "Forward" },
            { value: "central", label: "Central", face: "Central" },
          ]}
          onValue={(value) => assign(method, value)}
        />
      </div>
      <Height />
      {refused !== null && (
        <p class="refused" role="alert">
          <Icon name="warn" />
          <span>
            <Prose text={[refused.detail, advice(refused)].filter((text) => text !== null).join(" ")} />
          </span>
        </p>
      )}
      {refused === null && <Numbers node={node} output={output} found={found} />}
      {(refused === null || found !== null) && (
        <Placeholder isKnown={found !== null} {...(hasGrad(node) ? { before: <div class="errors" /> } : {})}>
          {found !== null && <Explained shown={shown} node={node} output={output} found={found} />}
        </Placeholder>
      )}
      <button
        class="btn sm"
        type="button"
        aria-pressed={isShowing.value}
        onClick={isShowing.value ? stop : begin}
      >
        {isShowing.value ? "Stop nudging" : "Show in graph"}
      </button>
    </section>
  );
}
