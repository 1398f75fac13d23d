/** One of the two drawings in its frame: panned, zoomed and walked, alone or with the other. */
import { type Area, areaOf } from "../drawing/boxes";
import { PanZoom } from "../drawing/pan-zoom";
import { buttonOf, corner, type Drawing, parsePicture } from "../drawing/picture";

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Handling {
  /** The drawing was moved by its reader, to this scale and this part of it. */
  readonly moved: (scale: number, sight: Area) => void;
  readonly measured: (size: { readonly width: number; readonly height: number }) => void;
  readonly choose: (id: string) => void;
  readonly open: (path: string) => void;
  readonly shut: (path: string) => void;
}

export class Pane {
  drawing: Drawing | null = null;
  #panZoom: PanZoom | null = null;
  #frame: HTMLElement | null = null;
  #isFollowing = false;

  constructor(
    private readonly prefix: string,
    private readonly handling: Handling,
  ) {}

  /** Use an element of the page as the frame; gives back how to let go of it. */
  mount(frame: HTMLElement): () => void {
    this.#frame = frame;
    this.#panZoom = new PanZoom(frame, {
      moved: (scale, sight) => {
        if (!this.#isFollowing) this.handling.moved(scale, sight);
      },
      measured: this.handling.measured,
    });
    const observer = new ResizeObserver(() => this.#panZoom?.resized());
    observer.observe(frame);
    frame.addEventListener("click", (event) => this.#click(event));
    frame.addEventListener("dblclick", (event) => this.#open(this.at(event.target as Element)));
    frame.addEventListener("keydown", (event) => this.#press(event));
    return () => observer.disconnect();
  }

  /** Replace the drawing; it is fitted, or stays where the old one was. */
  show(svg: string | null, isHeld: boolean): Drawing | null {
    this.drawing?.svg.remove();
    const hadFocus = this.#frame?.contains(document.activeElement) === true;
    this.drawing = svg === null ? null : parsePicture(svg, this.prefix);
    if (this.drawing === null || this.#frame === null) return null;
    this.#frame.prepend(this.drawing.svg);
    this.#panZoom?.attach(this.drawing, isHeld ? { old: { x: 0, y: 0 }, now: { x: 0, y: 0 } } : null);
    this.focus([...this.drawing.cards.keys()].at(-1) ?? null, hadFocus);
    return this.drawing;
  }

  /** Show the same part of the drawing at the same scale, and tell nobody. */
  follow(scale: number, sight: Area): void {
    this.#isFollowing = true;
    this.#panZoom?.follow(scale, sight);
    this.#isFollowing = false;
  }

  fit(): void {
    this.#panZoom?.fit();
  }

  by(direction: 1 | -1): void {
    this.#panZoom?.by(direction);
  }

  select(id: string | null): void {
    for (const [each, card] of this.drawing?.cards ?? []) card.classList.toggle("is-selected", each === id);
  }

  reveal(id: string): void {
    const card = this.drawing?.cards.get(id);
    if (card !== undefined) this.#panZoom?.reveal(corner(card));
  }

  /** The card that Tab comes to, and which has the focus if it is to be taken. */
  focus(id: string | null, isTaken = true): void {
    const card = id === null ? undefined : this.drawing?.cards.get(id);
    if (id === null || card === undefined) return;
    for (const other of this.drawing?.cards.values() ?? []) buttonOf(other)?.setAttribute("tabindex", "-1");
    const button = buttonOf(card);
    button?.setAttribute("tabindex", "0");
    if (!isTaken) return;
    button?.focus({ preventScroll: true });
    this.reveal(id);
  }

  /** The card or box that an element is in. */
  at(target: Element | null): string | null {
    const group = target?.closest("g.node") ?? null;
    if (group === null) return null;
    for (const [id, card] of this.drawing?.cards ?? []) if (card === group) return id;
    return group.getAttribute("data-node");
  }

  #frameOf(id: string): string | null {
    const all = this.drawing?.boxes;
    return all?.frames.get(all.boxes.get(id)?.parent ?? "")?.path ?? null;
  }

  #open(id: string | null): boolean {
    const box = this.drawing?.boxes.boxes.get(id ?? "");
    if (box?.isOpenable !== true) return false;
    this.handling.open(box.path);
    return true;
  }

  /** Open a box, or select what cannot be opened. */
  #enter(id: string, mayOpen: boolean): void {
    if (!mayOpen || !this.#open(id)) this.handling.choose(id);
  }

  #click(event: Event): void {
    const target = event.target as Element;
    const cluster = target.closest(".shut")?.closest("g.cluster") ?? null;
    const frame = this.drawing?.boxes.frames.get(cluster?.id.slice(this.prefix.length) ?? "");
    if (frame !== undefined) {
      this.handling.shut(frame.path);
      return;
    }
    const id = this.at(target);
    if (id === null) return;
    this.handling.choose(id);
    this.focus(id);
    if (target.closest(".opener, .name") !== null) this.#open(id);
  }

  #press(event: KeyboardEvent): void {
    const id = this.at(document.activeElement);
    if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = ARROWS[event.key];
    if (to !== undefined) this.focus(this.#nearest(id, to));
    else if (event.key === "Enter" || event.key === " ") this.#enter(id, event.key === "Enter");
    else if (event.key === "Escape" && this.#frameOf(id) !== null)
      this.handling.shut(this.#frameOf(id) ?? "");
    else if (event.key === "Escape") (document.activeElement as SVGElement | null)?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The nearest card in a direction; a card aside counts as further away. */
  #nearest(from: string, [dx, dy]: readonly [number, number]): string | null {
    const start = this.drawing?.cards.get(from);
    if (start === undefined) return null;
    const here = centre(start);
    let best: { readonly id: string; readonly away: number } | null = null;
    for (const [id, card] of this.drawing?.cards ?? []) {
      const there = centre(card);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const away = along + 2 * aside;
      if (id === from || along <= 1 || (best !== null && away >= best.away)) continue;
      best = { id, away };
    }
    return best?.id ?? null;
  }
}

function centre(card: SVGGElement): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = areaOf(card.querySelector(":scope > .face"));
  return { x: x + width / 2, y: y + height / 2 };
}
