/** Marks on a side's drawing: what is new, gone or other gets an outline, a sign and a word; what only the other side has leaves a gap. */
import type { Box } from "../drawing/boxes";
import { buttonOf, corner, type Drawing } from "../drawing/picture";
import type { CompareDocument } from "../wire/schema";
import { CLASSES, differing, type Kind, type Marks, type Which, WORDS } from "./kinds";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 16;
const LETTER = 6.4;
const PAD = 10;

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A word on the upper edge, in a box of its own. */
function tag(x: number, y: number, text: string): SVGElement {
  const group = element("g", { class: "cmp-tag" });
  const width = text.length * LETTER + PAD;
  group.append(
    element("rect", { x, y: y - HEIGHT / 2, width, height: HEIGHT, rx: 3 }),
    element("text", { x: x + width / 2, y: y + 4 }, text),
  );
  return group;
}

/** What a card or box says of the nodes in it. */
export interface Said {
  readonly kind: Kind | null;
  /** How many of them differ, of how many. */
  readonly count: number;
  readonly of: number;
  /** This side has none of them. */
  readonly isAbsent: boolean;
}

export function saidOf(box: Pick<Box, "members">, which: Which, marks: Marks): Said {
  const kinds = box.members.map((at) => marks.kind(which, at));
  const found = kinds.filter((kind) => kind !== null);
  const [first = null] = found;
  const isOne = found.length === kinds.length && found.every((kind) => kind === first);
  return {
    kind: isOne ? first : null,
    count: found.length,
    of: kinds.length,
    isAbsent: kinds.length > 0 && box.members.every((at) => marks.own(which, at) < 0),
  };
}

/** In the words on the card, and as they are spoken. */
export function wordsOf({ kind, count, of }: Said): readonly [text: string, spoken: string] {
  if (count === 0) return ["", "the same"];
  if (kind === null) return [`≠ ${differing(count)}`, `${differing(count)} of ${of}`];
  const [sign, word, spoken] = WORDS[kind];
  return of === 1 ? [`${sign} ${word}`, spoken] : [`${sign} ${word}, ${count}`, `${spoken}, ${count} values`];
}

/** Write the marks into a drawing that was just made; gives back the ids of what differs, in their order. */
export function annotate(drawing: Drawing, which: Which, found: CompareDocument, marks: Marks): string[] {
  const differs: string[] = [];
  const absent = new Set<string>();
  for (const [id, card] of drawing.cards) {
    const box = drawing.boxes.boxes.get(id);
    if (box === undefined) continue;
    const said = saidOf(box, which, marks);
    const [text, spoken] = wordsOf(said);
    if (said.count > 0) differs.push(id);
    if (said.isAbsent) absent.add(id);
    if (box.kind === "value") setOwn(card, which, marks, box.members[0] ?? -1);
    card.classList.toggle("cmp-absent", said.isAbsent);
    if (said.count > 0) card.classList.add(CLASSES[said.kind ?? "some"]);
    const { x, y, width, height } = corner(card);
    const button = buttonOf(card);
    if (said.count > 0) {
      button?.before(
        element("rect", {
          class: "cmp-line",
          x: x - 3,
          y: y - 3,
          width: width + 6,
          height: height + 6,
          rx: 8,
        }),
        tag(x + 6, y - 8, said.isAbsent ? "not here" : text),
      );
    }
    const label = withOwnIds(button?.getAttribute("aria-label") ?? id, which, marks);
    const name = label.split(", ")[0] ?? id;
    button?.setAttribute(
      "aria-label",
      said.isAbsent ? `${name}, not here, ${spoken}` : `${label}, ${spoken}`,
    );
  }
  for (const [id, frame] of drawing.frames) markFrame(drawing, id, frame, which, marks);
  hideEdges(drawing, which, found, absent);
  return differs;
}

/**
 * A card as its own side has it: the drawing was made for both, so that it has ids of its own, and the op and the inputs
 * of the graph after.
 */
function setOwn(card: SVGGElement, which: Which, marks: Marks, at: number): void {
  const own = marks.own(which, at);
  const op = marks.op(which, own);
  const badge = card.querySelector(":scope > .op");
  if (op !== null && badge !== null) badge.textContent = op;
  if (op !== null) card.querySelector(":scope > .note")?.remove();
  for (const text of card.querySelectorAll(":scope > .name.unnamed, :scope > .note"))
    text.textContent = withOwnIds(text.textContent, which, marks);
}

const withOwnIds = (text: string, which: Which, marks: Marks): string =>
  text.replace(/\bn(\d+)\b/g, (id, at) => {
    const own = marks.own(which, Number(at));
    return own < 0 ? id : `n${own}`;
  });

/** An open frame says how many values in it differ. */
function markFrame(drawing: Drawing, id: string, frame: SVGGElement, which: Which, marks: Marks): void {
  const { boxes, frames } = drawing.boxes;
  const isIn = (parent: string | null): boolean =>
    parent !== null && (parent === id || isIn(frames.get(parent)?.parent ?? null));
  const members = [...boxes.values()].filter((box) => isIn(box.parent)).flatMap((box) => box.members);
  const { count } = saidOf({ members }, which, marks);
  const face = frame.querySelector(":scope > .frame");
  if (count === 0 || face === null) return;
  const number = (name: string): number => Number(face.getAttribute(name) ?? 0);
  const text = `≠ ${differing(count)}`;
  frame.append(tag(number("x") + number("width") - text.length * LETTER - PAD - 8, number("y") - 2, text));
}

function hideEdges(
  drawing: Drawing,
  which: Which,
  { drawings }: CompareDocument,
  absent: ReadonlySet<string>,
): void {
  const others = new Set(which === "before" ? drawings?.after_edges : drawings?.before_edges);
  for (const { element, target, slot, ends } of drawing.edges) {
    const key = `e${target.slice(1)}-${slot}`;
    const isGone = ends === null ? absent.has(target) : absent.has(ends.from) || absent.has(ends.to);
    element.classList.toggle("cmp-absent", isGone || others.has(key));
  }
}
