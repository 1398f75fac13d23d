/** The stage of a drawing: it takes a new drawing, patches it, pans, zooms, finds and walks. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { fullName } from "../compute/naming";
import type { Direction } from "../wire/types";
import type { Moment } from "./moment";
import { PanZoom } from "./pan-zoom";
import { patch } from "./patch";
import { buttonOf, corner, type Drawing, parsePicture } from "./picture";
import { type Heading, next } from "./walk";

const LARGE = 1.5;

/** What a page does to a drawing after its numbers were written: states that the explorer does not know. */
export type Annotate = (drawing: Drawing, moment: Moment) => void;

interface Options {
  /** Another picture is on its way. */
  readonly isDrawing: ReadonlySignal<boolean>;
  readonly prefix: string;
  readonly annotate: Annotate | null;
}

export class Stage {
  readonly scale = signal(1);
  #frame: HTMLElement | null = null;
  #panZoom: PanZoom | null = null;
  #drawing: Drawing | null = null;
  #moment: Moment | null = null;
  #roving: string | null = null;

  constructor(private readonly options: Options) {}

  /** Use an element of the page as the frame; gives back how to let go of it. */
  mount(frame: HTMLElement): () => void {
    this.#frame = frame;
    this.#panZoom = new PanZoom(frame, (k) => {
      this.scale.value = k;
    });
    const observer = new ResizeObserver(() => {
      // A drawing that is about to be replaced stays where it is until then.
      if (this.options.isDrawing.peek()) return;
      this.#panZoom?.resized();
      const active = this.#moment?.active ?? null;
      if (active !== null) this.reveal(active);
    });
    observer.observe(frame);
    return () => observer.disconnect();
  }

  /**
   * Replace the drawing. While something is dragged, `hold` names the
   * node that stays where it is on screen; otherwise a drawing that was not moved is fitted again.
   */
  show(svg: string | null, moment: Moment | null, isDragged: boolean): void {
    if (this.#frame === null) return;
    const old = { drawing: this.#drawing, moment: this.#moment };
    const hadFocus = this.#frame.contains(document.activeElement);
    if (svg === null) {
      this.#drawing?.svg.remove();
      this.#drawing = null;
      return;
    }
    const drawing = parsePicture(svg, this.options.prefix);
    this.#drawing = drawing;
    if (old.drawing === null) this.#frame.prepend(drawing.svg);
    else old.drawing.svg.replaceWith(drawing.svg);
    if (moment !== null) this.update(moment);
    const isHeld = isDragged || this.#panZoom?.isFitted === false;
    this.#panZoom?.attach(
      drawing,
      isHeld && old.drawing !== null ? hold(old.drawing, old.moment, drawing, moment) : null,
    );
    this.#rove(moment);
    if (hadFocus) this.focus(this.#roving);
  }

  update(moment: Moment): void {
    this.#moment = moment;
    if (this.#drawing === null) return;
    const { annotate } = this.options;
    patch(this.#drawing, moment, annotate !== null);
    annotate?.(this.#drawing, moment);
  }

  fit(): void {
    this.#panZoom?.fit();
  }

  /** Cards half as large again for a lecture hall, or as large as ever. */
  enlarge(isLarge: boolean): void {
    this.#panZoom?.enlarge(isLarge ? LARGE : 1);
  }

  by(direction: 1 | -1): void {
    this.#panZoom?.by(direction);
  }

  /** Bring a node into sight. */
  reveal(id: string): void {
    const card = this.#drawing?.cards.get(id);
    if (card !== undefined) this.#panZoom?.reveal(corner(card));
  }

  /** Give a node the focus; it is the one that Tab comes back to. */
  focus(id: string | null): void {
    const card = id === null ? undefined : this.#drawing?.cards.get(id);
    if (id === null || card === undefined) return;
    for (const other of this.#drawing?.cards.values() ?? []) buttonOf(other)?.setAttribute("tabindex", "-1");
    const button = buttonOf(card);
    button?.setAttribute("tabindex", "0");
    this.#roving = id;
    button?.focus({ preventScroll: true });
    this.reveal(id);
  }

  /** Walk from the focused node; says whether there was somewhere to go. */
  walk(to: Heading, direction: Direction): boolean {
    const from = this.focused();
    if (this.#drawing === null || this.#moment === null || from === null) return false;
    const id = next(this.#drawing, this.#moment.doc, from, to, direction);
    this.focus(id);
    return id !== null;
  }

  /** The node that has the focus, or whose element holds this one. */
  focused(element: Element | null = document.activeElement): string | null {
    const group = element?.closest("g.node") ?? null;
    if (group === null) return null;
    for (const [id, card] of this.#drawing?.cards ?? []) if (card === group) return id;
    return group.getAttribute("data-node");
  }

  #rove(moment: Moment | null): void {
    const cards = this.#drawing?.cards;
    if (cards === undefined || cards.size === 0) return;
    const candidates = [this.#roving, moment?.selected ?? null, [...cards.keys()].at(-1) ?? null];
    const id = candidates.find((candidate) => candidate !== null && cards.has(candidate)) ?? null;
    for (const [key, card] of cards) buttonOf(card)?.setAttribute("tabindex", key === id ? "0" : "-1");
    this.#roving = id;
  }
}

/**
 * A node that both drawings show, best the selected one, and where it is in each; null if the drawings have
 * too little in common.
 */
function hold(
  old: Drawing,
  oldMoment: Moment | null,
  now: Drawing,
  moment: Moment | null,
): Parameters<PanZoom["attach"]>[1] {
  if (oldMoment === null || moment === null) return null;
  const names = new Map(moment.nodes.map((node) => [fullName(node), node.id]));
  const named = oldMoment.nodes.filter((node) => node.op === "leaf");
  if (named.filter((node) => names.has(fullName(node))).length * 2 < named.length) return null;
  const wanted = oldMoment.nodes.filter((node) => node.id === oldMoment.selected || node.op === "leaf");
  wanted.sort(
    (one, other) => Number(other.id === oldMoment.selected) - Number(one.id === oldMoment.selected),
  );
  for (const node of wanted) {
    const before = old.cards.get(node.id);
    const after = now.cards.get(names.get(fullName(node)) ?? "");
    if (before !== undefined && after !== undefined) return { old: corner(before), now: corner(after) };
  }
  return null;
}
