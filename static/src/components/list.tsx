/** A box that is looked at: its name, where it is, its values as cells with their numbers, and the chosen one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Box, titleOf } from "../drawing/boxes";
import { heatClass, heatStep, listScale } from "../drawing/heat";
import { count, counted, repr, short } from "../format";
import { useSession } from "../session/context";
import type { Element } from "../session/list";
import { Copies } from "./copies";
import { Fact } from "./fact";
import { Icon } from "./icon";
import { Paged, pageOf } from "./paged";
import { Section } from "./section";

/** Elements that are shown at a time. */
const PAGE = 24;
const DIGITS = 2;
/** More lines than this are not written out. */
const FEW_LINES = 3;
const KINDS = { scope: "call", list: "list", line: "line", range: "calls", value: "value" } as const;

const number = (value: number | null): string => (value === null ? "–" : short(value, DIGITS));

const exact = (value: number | null): string => (value === null ? "–" : repr(value));

interface CellProps {
  readonly of: Element;
  readonly most: number;
  readonly mostGrad: number;
  /** It is pointed at or has the focus; null when it is left. */
  readonly onPoint: (index: number | null) => void;
}

function Cell({ of, most, mostGrad, onPoint }: CellProps): JSX.Element {
  const { list, selection } = useSession();
  const isChosen = selection.chosen.value === of.node;
  const grad = of.grad === null ? "grad not computed yet" : `grad ${short(of.grad)}`;
  const data = of.data === null ? "data not computed yet" : `data ${short(of.data)}`;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        aria-label={`Element ${of.label}, ${data}, ${grad}`}
        onPointerEnter={() => onPoint(of.index)}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onPoint(of.index)}
        onBlur={() => onPoint(null)}
        onClick={() => list.choose(isChosen ? null : of.node)}
      >
        <small>{of.label}</small>
        <span class={`data ${heatClass(heatStep(of.data, most))}`}>{number(of.data)}</span>
        <span class={`grad ${heatClass(heatStep(of.grad, mostGrad))}`}>{number(of.grad)}</span>
      </button>
    </li>
  );
}

/** The values of the list, a page at a time; its own scale, not the drawing's. */
function Values(): JSX.Element {
  const elements = useSession().list.elements.value;
  const [from, setFrom] = useState(0);
  const [at, setAt] = useState<number | null>(null);
  const pointed = elements.find((each) => each.index === at) ?? null;
  const { start, end } = pageOf(from, PAGE, elements.length);
  const most = listScale([elements.map((each) => each.data)]);
  const mostGrad = listScale([elements.map((each) => each.grad)]);
  return (
    <Section title="Values" note={counted(elements.length, "value")}>
      <ol class="elements">
        {elements.slice(start, end).map((each) => (
          <Cell key={each.index} of={each} most={most} mostGrad={mostGrad} onPoint={setAt} />
        ))}
      </ol>
      <p class="exact" aria-hidden="true">
        {pointed === null ? (
          "Point at an element for its exact numbers."
        ) : (
          <>
            <b>{pointed.label}</b> <span class="data">{exact(pointed.data)}</span>{" "}
            <span class="grad">{exact(pointed.grad)}</span>
          </>
        )}
      </p>
      {elements.length > PAGE && (
        <p class="pages">
          <Paged start={start} size={PAGE} total={elements.length} origin={0} onStart={setFrom} />
        </p>
      )}
    </Section>
  );
}

/** The lines of the program that made a box, as far as they are few. */
function Lines({ of }: { readonly of: ReadonlySet<number> }): JSX.Element | null {
  const source = useSession().document.doc.value?.source.split("\n") ?? [];
  const lines = [...of].filter((line) => (source[line - 1] ?? "").trim() !== "");
  if (lines.length === 0 || lines.length > FEW_LINES) return null;
  return (
    <Fact name={lines.length === 1 ? "line" : "lines"}>
      <dd class="mono lines">
        {lines.map((line) => (
          <div key={line}>
            {line}: {source[line - 1]?.trim()}
          </div>
        ))}
      </dd>
    </Fact>
  );
}

/** What there is to say of the box: where it is, what it was made from, what it reads. */
function Facts({ box }: { box: Box }): JSX.Element {
  const { boxes, list } = useSession();
  const all = boxes.value;
  const place = list.place.value;
  const hasNote = box.note !== "" && !/^\d+ of \d+$/.test(box.note);
  return (
    <dl class="kv">
      <Fact name="name">
        <dd>
          <b class="big">{all === null ? box.name : titleOf(all, box.id)}</b>
          <span class="tag">
            {KINDS[box.kind]}, {counted(box.count, "value")}
          </span>
        </dd>
      </Fact>
      {place !== "" && (
        <Fact name="in">
          <dd>{place}</dd>
        </Fact>
      )}
      {hasNote && (
        <Fact name="from">
          <dd class="mono">{box.note}</dd>
        </Fact>
      )}
      <Lines of={box.lines} />
      {box.copies > 1 && (
        <Fact name="copies">
          <dd>{count(box.copies)} alike</dd>
        </Fact>
      )}
      {box.docks.length > 0 && (
        <Fact name="reads">
          <dd class="mono">{box.docks.map((dock) => dock.name).join(", ")}</dd>
        </Fact>
      )}
    </dl>
  );
}

export function ListSummary(): JSX.Element | null {
  const { hidden, list, selection, view } = useSession();
  const box = list.box.value;
  if (box === null) return null;
  const middle = selection.chosen.value ?? list.elements.value.at(-1)?.node ?? null;
  return (
    <>
      <div class="sec">
        <Facts box={box} />
        {view.mayBox && (
          <div class="list-acts">
            {box.isOpenable && (
              <button class="btn sm" type="button" onClick={() => view.openBox(box.path)}>
                <Icon name="plus" />
                Open this <kbd>Enter</kbd>
              </button>
            )}
            {middle !== null && (
              <button class="btn sm" type="button" onClick={() => view.showAround(middle)}>
                <Icon name="around" />
                Show around
              </button>
            )}
          </div>
        )}
      </div>
      {hidden.value === null && <Copies box={box} />}
      {hidden.value === null && <Values />}
    </>
  );
}
