/** Pan and zoom of the drawing. It fits itself into its frame until somebody moves it. */
import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { Drawing } from "./picture";

const CLOSEST = 4;
const FURTHEST = 0.02;
const STEP = 1.25;
/** A small graph in a large frame is drawn so much larger than life, and no more. */
const LARGEST = 2;

/** Below this, numbers cannot be read. */
const READABLE = 0.5;
/** Where the whole drawing would be smaller than that, the part that matters is shown at this scale. */
const CLOSER = 0.65;
const MARGIN = 12;
/** Milliseconds after which a zoom with the wheel or with two fingers has come to rest. */
const REST = 140;

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export class PanZoom {
  #drawing: Drawing | null = null;
  #zoom: ZoomBehavior<HTMLElement, unknown>;
  #transform: ZoomTransform = zoomIdentity;
  /** As the drawing was laid out last: while somebody zooms, its picture is scaled and nothing in it is laid out. */
  #laidOut: ZoomTransform = zoomIdentity;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Nobody has moved the drawing since it was fitted; what brings a box into sight may have. */
  isFitted = true;
  /** The drawing took the place of another one, and is not fitted. */
  #isHeld = false;
  #life = 1;
  #size = { clientWidth: 0, clientHeight: 0 };

  constructor(
    private readonly frame: HTMLElement,
    private readonly tell: {
      /** The scale, and the part of the drawing that is on the canvas. */
      readonly moved: (scale: number, sight: Box) => void;
      readonly measured: (size: { readonly width: number; readonly height: number }) => void;
      /** How many px high the lowest box is on screen at least, at the first look. */
      readonly lowest?: () => number;
      /** The box that matters, where the first look must be readable; null where it is the whole drawing. */
      readonly focus?: () => Box | null;
    },
  ) {
    this.#measure();
    this.#zoom = zoom<HTMLElement, unknown>()
      .extent(() => [
        [0, 0],
        [this.#size.clientWidth, this.#size.clientHeight],
      ])
      .scaleExtent([FURTHEST, CLOSEST])
      .filter((event: Event) => !(event instanceof MouseEvent && event.button !== 0))
      .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => this.#moved(event));
    // Places on the frame stay what they are while the drawing is scaled.
    select(frame).call(this.#zoom).on("dblclick.zoom", null);
  }

  /** Take over a drawing that was just put into the frame. `hold` is kept where it was on screen. */
  attach(drawing: Drawing, hold: { readonly old: Point; readonly now: Point } | null): void {
    this.#drawing = drawing;
    this.#measure();
    if (hold === null) {
      this.open();
      return;
    }
    this.#isHeld = true;
    const { k, x, y } = this.#transform;
    this.#set(
      zoomIdentity.translate(x + k * (hold.old.x - hold.now.x), y + k * (hold.old.y - hold.now.y)).scale(k),
    );
  }

  /** Take in the frame's size before its observer tells of it. */
  measure(): void {
    this.#measure();
  }

  /** The frame has another size; a hidden one has none, and keeps the one it had. The size is kept, for asking the frame itself makes the browser lay out the page. */
  resized(): void {
    if (!this.#measure()) return;
    if (this.isFitted && !this.#isHeld) this.open();
  }

  /** The first look: the whole drawing, as nothing may be cut off unsaid; in a lecture hall the end of it, where the output is. */
  open(): void {
    this.#place(this.#life > 1 ? 1 : Math.max(FURTHEST, this.#touchable()));
    const focus = this.tell.focus?.() ?? null;
    if (focus !== null && this.#transform.k < READABLE) this.#approach(focus);
  }

  /** This box in the middle, as far as the drawing fills the frame around it. */
  #approach(box: Box): void {
    const { x, y, width, height } = this.#drawing?.box ?? box;
    const { clientWidth, clientHeight } = this.#size;
    const shift = (start: number, length: number, middle: number, room: number): number => {
      const [first, last] = [MARGIN - start * CLOSER, room - MARGIN - (start + length) * CLOSER];
      return last > first ? (first + last) / 2 : Math.min(first, Math.max(last, room / 2 - middle * CLOSER));
    };
    const left = shift(x, width, box.x + box.width / 2, clientWidth);
    const top = shift(y, height, box.y + box.height / 2, clientHeight);
    this.#set(zoomIdentity.translate(left, top).scale(CLOSER));
    this.isFitted = true;
  }

  /** The scale at which every box can be touched. */
  #touchable(): number {
    const lowest = this.tell.lowest?.() ?? 0;
    if (lowest === 0 || this.#drawing?.isBoxed !== true) return 0;
    const faces = this.#drawing.svg.querySelectorAll("g.box > .face");
    return lowest / Math.min(...[...faces].map((face) => Number(face.getAttribute("height"))));
  }

  /** The whole drawing in the frame, at most twice as large as life. */
  fit(): void {
    this.#place(FURTHEST);
  }

  /** How large life is: 1, or more where the drawing is looked at from afar. */
  enlarge(factor: number): void {
    if (factor === this.#life) return;
    this.#life = factor;
    this.open();
  }

  /** Take in the frame's size; says whether it is another one. */
  #measure(): boolean {
    const { clientWidth, clientHeight } = this.frame;
    if (clientWidth === 0 || clientHeight === 0) return false;
    const old = this.#size;
    this.#size = { clientWidth, clientHeight };
    this.tell.measured({ width: clientWidth, height: clientHeight });
    // In pixels: with a share of the frame, every layout of the page that tries two heights for the frame lays
    // out all texts of the drawing twice, which takes longer than anything else in a step.
    const style = this.#drawing?.svg.style;
    style?.setProperty("width", `${clientWidth}px`);
    style?.setProperty("height", `${clientHeight}px`);
    return old.clientWidth !== clientWidth || old.clientHeight !== clientHeight;
  }

  #place(smallest: number): void {
    const drawing = this.#drawing;
    if (drawing === null) return;
    const { x, y, width, height } = drawing.box;
    const { clientWidth, clientHeight } = this.#size;
    if (clientWidth === 0 || clientHeight === 0) return;
    const scale = Math.max(
      smallest,
      Math.min(this.#life > 1 ? this.#life : LARGEST, clientWidth / width, clientHeight / height),
    );
    const left = (clientWidth - width * scale) / 2 - x * scale;
    const top = (clientHeight - height * scale) / 2 - y * scale;
    const { output } = drawing;
    this.#isHeld = false;
    this.#set(zoomIdentity.translate(left, top).scale(scale));
    this.isFitted = true;
    if (output !== null && smallest >= READABLE) this.#centre(output, scale);
  }

  /** Where the drawing is larger than the frame, put this box near the far end of it. */
  #centre(box: Box, scale: number): void {
    const { clientWidth, clientHeight } = this.#size;
    const { width, height } = this.#drawing?.box ?? box;
    const { x, y } = this.#transform;
    const right = width * scale > clientWidth ? clientWidth - MARGIN - (box.x + box.width) * scale : x;
    const middle = height * scale > clientHeight ? clientHeight / 2 - (box.y + box.height / 2) * scale : y;
    this.#set(zoomIdentity.translate(right, middle).scale(scale));
    this.isFitted = true;
  }

  /** Closer or further, about the middle of the frame. */
  by(direction: 1 | -1): void {
    if (this.#drawing === null) return;
    select(this.frame).call(this.#zoom.scaleBy, direction > 0 ? STEP : 1 / STEP);
    this.isFitted = false;
  }

  /** Move just so far that a box of the drawing is in sight. */
  reveal(box: Box): void {
    if (this.#size.clientWidth === 0) return;
    const { k, x, y } = this.#transform;
    const shift = (start: number, length: number, room: number): number => {
      if (start < MARGIN) return MARGIN - start;
      const over = start + length - (room - MARGIN);
      return over > 0 ? -Math.min(over, start - MARGIN) : 0;
    };
    const dx = shift(box.x * k + x, box.width * k, this.#size.clientWidth);
    const dy = shift(box.y * k + y, box.height * k, this.#size.clientHeight);
    if (dx === 0 && dy === 0) return;
    this.#set(zoomIdentity.translate(x + dx, y + dy).scale(k));
  }

  #set(transform: ZoomTransform): void {
    if (this.#drawing !== null) select(this.frame).call(this.#zoom.transform, transform);
  }

  /** The place of the drawing that is at a place of the canvas. */
  placeOf(x: number, y: number): Point {
    const [px, py] = this.#transform.invert([x, y]);
    return { x: px, y: py };
  }

  /** Put a place of the drawing into the middle of the canvas. */
  centre(x: number, y: number): void {
    const { clientWidth, clientHeight } = this.#size;
    const { k } = this.#transform;
    this.#set(zoomIdentity.translate(clientWidth / 2 - x * k, clientHeight / 2 - y * k).scale(k));
    this.isFitted = false;
  }

  /** Show this part of the drawing at this scale, as another one does. */
  follow(scale: number, { x, y }: Point): void {
    this.#set(zoomIdentity.translate(-x * scale, -y * scale).scale(scale));
    this.isFitted = false;
  }

  #tell(): void {
    const { k, x, y } = this.#transform;
    const { clientWidth, clientHeight } = this.#size;
    this.tell.moved(k, { x: -x / k, y: -y / k, width: clientWidth / k, height: clientHeight / k });
  }

  #moved(event: D3ZoomEvent<HTMLElement, unknown>): void {
    this.#transform = event.transform;
    if (event.sourceEvent !== null) this.isFitted = false;
    if (event.sourceEvent !== null && event.transform.k !== this.#laidOut.k) this.#scalePicture();
    else this.#layOut();
    this.#tell();
  }

  /** Scale what is painted: at another scale the browser lays out every text of the drawing, which takes longer than a frame. */
  #scalePicture(): void {
    const style = this.#drawing?.svg.style;
    const { k, x, y } = this.#transform;
    const by = k / this.#laidOut.k;
    style?.setProperty("overflow", "visible");
    style?.setProperty("transform-origin", "0 0");
    style?.setProperty(
      "transform",
      `translate(${x - by * this.#laidOut.x}px,${y - by * this.#laidOut.y}px) scale(${by})`,
    );
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#layOut(), REST);
  }

  #layOut(): void {
    clearTimeout(this.#rest);
    this.#laidOut = this.#transform;
    for (const name of ["overflow", "transform-origin", "transform"])
      this.#drawing?.svg.style.removeProperty(name);
    this.#drawing?.layer.setAttribute("transform", this.#transform.toString());
  }
}
