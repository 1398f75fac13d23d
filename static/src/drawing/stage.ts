/** The stage of a drawing: it takes a new drawing, patches it, pans, zooms, finds and walks. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Direction } from "../wire/types";
import { type Area, areaOf, type Boxes, type Strip } from "./boxes";
import { mapOf } from "./heat";
import { cellAt } from "./heats";
import { hold, pin } from "./held";
import type { Moment } from "./moment";
import { light } from "./near";
import { ends, numbersAt } from "./numbers";
import { PanZoom } from "./pan-zoom";
import { patch } from "./patch";
import { buttonOf, corner, type Drawing, parsePicture } from "./picture";
import { Scaling } from "./scaling";
import { type Heading, next } from "./walk";

const LARGE = 1.5;

/** What a page does to a drawing after its numbers were written: states that the explorer does not know. */
export type Annotate = (drawing: Drawing, moment: Moment) => void;

interface Options {
  /** Another picture is on its way. */
  readonly isDrawing: ReadonlySignal<boolean>;
  readonly prefix: string;
  readonly annotate: Annotate | null;
  /** The boxes of the drawing that is shown, for code that needs them. */
  readonly boxes: Signal<Boxes | null>;
  /** How many px high the lowest box is at first; 0 for any. */
  readonly lowest: () => number;
  /** The node that matters, which the first look shows readably, and null for the output; else the first look is all. */
  readonly focus: (() => string | null) | undefined;
  /** The canvas has this size in px. */
  readonly onSize: (size: { readonly width: number; readonly height: number }) => void;
}

/**
 * A cell of a list that is pointed at, or a box that has the focus: what it is called, its numbers, of a box the least
 * and the greatest, and where that is on the canvas.
 */
export interface Pointed {
  readonly name: string;
  readonly data: readonly number[];
  readonly grad: readonly number[];
  readonly x: number;
  readonly y: number;
}

export class Stage {
  readonly scale = signal(1);
  /** The part of the drawing that is on the canvas, in its own coordinates. */
  readonly sight = signal<Area | null>(null);
  readonly #scaling = new Scaling();
  readonly scales = this.#scaling.shown;
  /** The cell under the pointer. */
  readonly pointed = signal<Pointed | null>(null);
  #frame: HTMLElement | null = null;
  #panZoom: PanZoom | null = null;
  #drawing: Drawing | null = null;
  #moment: Moment | null = null;
  #roving: string | null = null;

  constructor(private readonly options: Options) {}

  /** Use an element of the page as the frame; gives back how to let go of it. */
  mount(frame: HTMLElement): () => void {
    this.#frame = frame;
    this.#panZoom = new PanZoom(frame, {
      moved: (k, sight) => {
        this.scale.value = k;
        this.sight.value = sight;
        this.pointed.value = null;
      },
      measured: this.options.onSize,
      lowest: this.options.lowest,
      focus: () => this.#focus(),
    });
    const observer = new ResizeObserver(() => {
      // A drawing that is about to be replaced stays where it is until then.
      if (this.options.isDrawing.peek()) return;
      this.#panZoom?.resized();
      const active = this.#moment?.active ?? null;
      if (active !== null) this.reveal(active);
    });
    observer.observe(frame);
    return () => {
      observer.disconnect();
      // What was drawn here does not belong into the next frame.
      this.#frame = null;
      this.#drawing = null;
    };
  }

  /**
   * Replace the drawing. While something is dragged, `hold` names the
   * node that stays where it is on screen; `pinned` is the path of a box that was opened or shut and whose corner
   * stays. Otherwise a drawing that was not moved is fitted again.
   */
  show(svg: string | null, moment: Moment | null, isDragged: boolean, pinned: string | null = null): void {
    if (this.#frame === null) return;
    const old = { drawing: this.#drawing, moment: this.#moment };
    const hadFocus = this.#frame.contains(document.activeElement);
    if (svg === null) {
      this.#drawing?.svg.remove();
      this.#drawing = null;
      this.#tell();
      return;
    }
    const drawing = parsePicture(svg, this.options.prefix);
    this.#drawing = drawing;
    this.#scaling.reset();
    this.#tell();
    if (old.drawing === null) this.#frame.prepend(drawing.svg);
    else old.drawing.svg.replaceWith(drawing.svg);
    if (moment !== null) this.update(moment);
    const isHeld = isDragged || this.#panZoom?.isFitted === false;
    const corner = old.drawing === null || pinned === null ? null : pin(old.drawing, drawing, pinned);
    this.#panZoom?.attach(
      drawing,
      corner ??
        (isHeld && old.drawing !== null && !drawing.isBoxed
          ? hold(old.drawing, old.moment, drawing, moment)
          : null),
    );
    this.#rove(moment, old.drawing, pinned);
    // What was opened stays where it is, even where the box that has the focus now is out of sight.
    if (hadFocus) this.focus(this.#roving, pinned === null);
  }

  #focus(): Area | null {
    if (this.options.focus === undefined || this.#drawing === null) return null;
    const id = this.options.focus();
    return (id === null ? null : this.area(id)) ?? this.#drawing.output;
  }

  /** Tell the size that the canvas has now. */
  measure(): void {
    this.#panZoom?.measure();
  }

  update(moment: Moment): void {
    this.#moment = moment;
    if (this.#drawing === null) return;
    const { annotate } = this.options;
    if (this.#drawing.isBoxed) this.#scaling.fit(this.#drawing, moment.doc);
    patch(this.#drawing, moment, annotate !== null, this.#scaling.heat);
    annotate?.(this.#drawing, moment);
  }

  /** Scale the colours to the numbers that are shown now. */
  rescale(): void {
    this.#scaling.reset();
    if (this.#moment !== null) this.update(this.#moment);
  }

  #tell(): void {
    this.options.boxes.value = this.#drawing?.boxes ?? null;
    this.pointed.value = null;
    if (this.#drawing?.isBoxed !== true) this.scales.value = null;
  }

  /** The pointer is over this element, at this place of the canvas: light what is joined, name the cell. */
  point(element: Element, x: number, y: number): void {
    const id = this.focused(element);
    const drawing = this.#drawing;
    if (drawing === null) return;
    light(drawing, id);
    if (!drawing.isBoxed || this.#moment === null) return;
    const place = this.#panZoom?.placeOf(x, y);
    const cell = id === null || place === undefined ? null : cellAt(drawing.heats, id, place.x, place.y);
    const at = cell?.heat.strip.cells[cell.index];
    if (cell === null || at === undefined) {
      this.pointed.value = null;
      return;
    }
    const read = numbersAt(this.#moment);
    const name = elementName(cell.heat.strip, cell.index);
    this.pointed.value = { name, data: ends([read.data(at)]), grad: ends([read.grad(at)]), x, y };
  }

  /** A card has the focus, and is at this place of the canvas: what is joined is lit, a box says its exact range. */
  attend(x: number, y: number): void {
    this.leave();
    const id = this.focused();
    const box = this.#drawing?.boxes.boxes.get(id ?? "");
    if (this.#drawing?.isBoxed !== true || this.#moment === null || box === undefined) return;
    const { data, grad } = numbersAt(this.#moment);
    const { cells } = box.shown;
    this.pointed.value = { name: box.name, data: ends(cells.map(data)), grad: ends(cells.map(grad)), x, y };
  }

  /** Nothing is pointed at; what has the focus is lit. */
  leave(): void {
    this.pointed.value = null;
    if (this.#drawing !== null) light(this.#drawing, this.focused());
  }

  /** Put a place of the drawing into the middle of the canvas. */
  centre(x: number, y: number): void {
    this.#panZoom?.centre(x, y);
  }

  /** The whole drawing's place and size, and those of a box or frame in it. */
  area(id: string | null = null): Area | null {
    const drawing = this.#drawing;
    if (drawing === null || id === null) return drawing?.box ?? null;
    const face = drawing.cards.get(id)?.querySelector(":scope > .face");
    const frame = drawing.frames.get(id)?.querySelector(":scope > .frame");
    const element = face ?? frame ?? null;
    return element === null ? null : areaOf(element);
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

  /** Give a node the focus, and bring it into sight; it is the one that Tab comes back to. */
  focus(id: string | null, isRevealed = true): void {
    const card = id === null ? undefined : this.#drawing?.cards.get(id);
    if (id === null || card === undefined) return;
    for (const other of this.#drawing?.cards.values() ?? []) buttonOf(other)?.setAttribute("tabindex", "-1");
    const button = buttonOf(card);
    button?.setAttribute("tabindex", "0");
    this.#roving = id;
    button?.focus({ preventScroll: true });
    if (isRevealed) this.reveal(id);
  }

  /** Walk from the focused node; says whether there was somewhere to go. */
  walk(to: Heading, direction: Direction): boolean {
    const from = this.focused();
    if (this.#drawing === null || this.#moment === null || from === null) return false;
    const id = next(this.#drawing, this.#moment.doc, from, to, direction);
    this.focus(id);
    return id !== null;
  }

  /** The frame whose own parts hold this element. */
  frameAt(element: Element): string | null {
    const group = element.closest("g.cluster");
    return group === null ? null : group.id.slice(this.options.prefix.length);
  }

  /** The node that has the focus, or whose element holds this one. */
  focused(element: Element | null = document.activeElement): string | null {
    const group = element?.closest("g.node") ?? null;
    if (group === null) return null;
    for (const [id, card] of this.#drawing?.cards ?? []) if (card === group) return id;
    return group.getAttribute("data-node");
  }

  #rove(moment: Moment | null, old: Drawing | null, pinned: string | null): void {
    const cards = this.#drawing?.cards;
    if (cards === undefined || cards.size === 0) return;
    const path = old?.boxes.boxes.get(this.#roving ?? "")?.path ?? null;
    const same =
      this.#drawing?.isBoxed === true && path !== null ? this.#within(pinned ?? path) : this.#roving;
    const candidates = [same, moment?.selected ?? null, [...cards.keys()].at(-1) ?? null];
    const id = candidates.find((candidate) => candidate !== null && cards.has(candidate)) ?? null;
    for (const [key, card] of cards) buttonOf(card)?.setAttribute("tabindex", key === id ? "0" : "-1");
    this.#roving = id;
  }

  /** The box with this path or, where it is open, the first one in it. */
  #within(path: string): string | null {
    const all = this.#drawing?.boxes;
    const box = [...(all?.boxes.values() ?? [])].find((each) => each.path === path);
    if (box !== undefined) return box.id;
    const frame = [...(all?.frames.values() ?? [])].find((each) => each.path === path);
    return [...(all?.boxes.values() ?? [])].find((each) => each.parent === frame?.id)?.id ?? null;
  }
}

/** "attn_weights[5]", "wq[3, 7]" */
function elementName({ name, cells, shape }: Strip, index: number): string {
  if (cells.length === 1) return name;
  const map = mapOf(shape, cells.length);
  return map === null ? `${name}[${index}]` : `${name}[${Math.floor(index / map[1])}, ${index % map[1]}]`;
}
