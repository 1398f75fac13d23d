/**
 * What of the graph is drawn, and how: at which detail, which boxes are open, a neighbourhood, direction, look. Until
 * somebody chooses, the server does, by what fits on the canvas; what it chose is read from its drawing.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Boxes, pathsOf } from "../drawing/boxes";
import { chain } from "../drawing/order";
import type { View } from "../wire/calls";
import type { Detail, Direction, Look } from "../wire/types";
import { assign } from "./assign";
import type { PageScreen } from "./screen";

/** From the program's outermost calls to each of its values. */
export const DETAILS: readonly Detail[] = ["program", "calls", "lines", "values"];
/** Edges away from a value that are shown around it. */
const HOPS = 2;

/** What a drawing says of itself. */
interface Drawn {
  readonly detail: Detail | null;
  readonly direction: Direction | null;
  readonly count: number;
  readonly open: readonly string[];
  /** How many boxes each detail draws; null where it does not say. */
  readonly details: Counts | null;
}

/** One byte a cell, row by row. */
interface Shades {
  readonly side: number;
  readonly cells: Uint8Array;
}

type Counts = Readonly<Partial<Record<Detail, number>>>;

interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/** `program=4 calls=216` as numbers by name. */
const countsOf = (text: string | null): Counts | null =>
  text === null
    ? null
    : Object.fromEntries(
        text.split(" ").map((word) => {
          const [name = "", count = ""] = word.split("=");
          return [name, Number(count)];
        }),
      );

/** What the server wrote on the root of its SVG. */
export function drawnOf(svg: string): Drawn {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? "";
  const read = (name: string): string | null => {
    const text = new RegExp(`\\bdata-${name}="([^"]*)"`).exec(root)?.[1];
    return text === undefined ? null : text.replaceAll("&amp;", "&");
  };
  const [detail, direction] = [read("detail"), read("direction")];
  return {
    detail: DETAILS.find((each) => each === detail) ?? null,
    direction: direction === "LR" || direction === "TB" ? direction : null,
    count: Number(read("boxes") ?? 0),
    open: pathsOf(read("open")),
    details: countsOf(read("details")),
  };
}

interface Needs {
  readonly screen: PageScreen;
  /** The page has use for a drawing whose boxes are the calls of the program. */
  readonly mayBox: boolean;
  /** The boxes of the drawing that is shown. */
  readonly boxes: ReadonlySignal<Boxes | null>;
}

const NOTHING: Drawn = { detail: null, direction: null, count: 0, open: [], details: null };

export function createView({ screen, mayBox, boxes }: Needs) {
  const turned = signal<Direction | null>(null);
  const look = signal<Look>("merged");
  const collapsed = signal<readonly string[]>([]);
  const around = signal<View["around"]>(null);
  const detail = signal<Detail | null>(null);
  const open = signal<readonly string[]>([]);
  const drawn = signal<Drawn>(NOTHING);
  /** How many boxes each detail draws, as far as it is known. */
  const counts = signal<Counts>({});
  /** How the graph is joined, as shades of a square; null where it is small or not known yet. */
  const shades = signal<Shades | null>(null);
  /** A map of a large graph is on the canvas. */
  const hasMap = signal(true);
  /** The canvas is so much taller than wide that a graph is drawn larger from top to bottom. */
  const isTall = signal(false);
  /** The path of the frame that one is in, as far as somebody went into one. */
  const current = signal<string | null>(null);
  /**
   * The size of the canvas, the box that stays where it is on screen, and what measures the canvas once the page has
   * been laid out for a new document; none of them asks for a drawing.
   */
  const kept: { canvas: CanvasSize | null; pinned: string | null; measure: (() => Promise<void>) | null } = {
    canvas: null,
    pinned: null,
    measure: null,
  };

  const isWhole = (): boolean => collapsed.value.length > 0 || around.value !== null || !mayBox;
  /** The server chooses what is open: nobody has said so far. */
  const isFirst = computed(() => !isWhole() && detail.value === null && open.value.length === 0);
  const direction = computed<Direction>(
    () => turned.value ?? drawn.value.direction ?? (screen.isPhone.value || isTall.value ? "TB" : "LR"),
  );
  /** What was chosen: another of these is another drawing. */
  const chosen = computed(() => ({
    look: look.value,
    turned: turned.value ?? (isFirst.value ? null : direction.value),
    collapsed: collapsed.value,
    around: around.value,
    detail: isWhole() ? ("values" as const) : detail.value,
    open: open.value,
    isFirst: isFirst.value,
  }));

  /** As it is asked of the server now. */
  function asked(): View {
    const { look, turned, collapsed, around, detail, open, isFirst } = chosen.peek();
    const view = { look, collapsed, around, detail, open };
    if (turned !== null) return { ...view, direction: turned, fit: isFirst ? kept.canvas : null };
    return { ...view, direction: direction.peek(), isFree: true, fit: kept.canvas };
  }

  /** As it is drawn: what the server chose is asked for by its name. */
  function shown(): View {
    const now = drawn.peek();
    if (!isFirst.peek() || now.detail === null) return asked();
    return {
      ...asked(),
      direction: direction.peek(),
      isFree: false,
      detail: now.detail,
      open: now.open,
      fit: null,
    };
  }

  function set(change: {
    readonly detail?: Detail | null;
    readonly open?: readonly string[];
    readonly collapsed?: readonly string[];
    readonly around?: View["around"];
  }): void {
    batch(() => {
      detail.value = change.detail ?? null;
      open.value = change.open ?? [];
      collapsed.value = change.collapsed ?? [];
      around.value = change.around ?? null;
    });
  }

  /** The paths of the frames around a box or frame, from outermost. */
  function framesAround(path: string): string[] {
    const all = boxes.peek();
    if (all === null) return [];
    const here = [...all.frames.values(), ...all.boxes.values()].find((each) => each.path === path);
    const around = here === undefined ? [] : chain(all, here.id).slice(1).reverse();
    return around.flatMap((id) => all.frames.get(id)?.path ?? []);
  }

  /** Everything that is open but for a frame and what is open in it. */
  function without(path: string): string[] {
    const inside = drawn.peek().open.filter((each) => each === path || framesAround(each).includes(path));
    return drawn.peek().open.filter((each) => !inside.includes(each));
  }

  /** The depth that is kept, where a box is opened or shut by hand. */
  const base = (): Detail => {
    const now = detail.peek() ?? drawn.peek().detail ?? "program";
    return now === "values" ? "program" : now;
  };

  /** Open a box in its place; on a phone what is open elsewhere is shut. */
  function openBox(path: string): void {
    kept.pinned = path;
    const here = screen.isPhone.peek() ? framesAround(path) : drawn.peek().open;
    batch(() => {
      current.value = path;
      set({ detail: base(), open: [...new Set([...here, path])] });
    });
  }

  /** Open several boxes at once, as copies of one call side by side. */
  function openBoxes(paths: readonly string[]): void {
    kept.pinned = paths[0] ?? null;
    batch(() => {
      current.value = paths[0] ?? null;
      set({ detail: base(), open: [...new Set([...drawn.peek().open, ...paths])] });
    });
  }

  /** Shut a frame, and what is open in it. */
  function shutFrame(path: string): void {
    kept.pinned = path;
    batch(() => {
      current.value = framesAround(path).at(-1) ?? null;
      set({ detail: "program", open: without(path) });
    });
  }

  /** Show another copy in the place of one: what is open in this one is open in that one. */
  function showCopy(path: string, copy: string): void {
    kept.pinned = copy;
    const moved = (each: string): string =>
      each === path || each.startsWith(`${path}/`) ? copy + each.slice(path.length) : each;
    batch(() => {
      if (current.peek() !== null) current.value = moved(current.peek() ?? "");
      set({ detail: base(), open: drawn.peek().open.map(moved) });
    });
  }

  return {
    turned,
    look,
    collapsed,
    around,
    detail,
    open,
    isFirst,
    drawn,
    counts,
    shades,
    current,
    hasMap,
    kept,
    direction,
    isTall,
    chosen,
    asked,
    shown,
    /** The depth that is drawn. */
    depth: computed<Detail>(() => (isWhole() ? "values" : (detail.value ?? drawn.value.detail ?? "values"))),
    /** Boxes may be drawn on this page. */
    mayBox,
    set,
    openBox,
    openBoxes,
    shutFrame,
    showCopy,
    /** Choose the depth; what was opened by hand stays open in what is finer than before. */
    choose: (to: Detail): void => {
      const isFiner = DETAILS.indexOf(to) > DETAILS.indexOf(base());
      set({ detail: to, open: isFiner && to !== "values" ? open.peek() : [] });
    },
    /** Only what is around a value. */
    showAround: (node: string, hops = HOPS): void => set({ around: { node, hops } }),
    turnRound: (): void => assign(turned, direction.value === "LR" ? "TB" : "LR"),
    switchLook: (): void => assign(look, look.value === "merged" ? "classic" : "merged"),
    /** As a program is drawn at first. */
    reset: (): void => set({}),
    /** Whether somebody chose what of this structure is drawn. */
    isChosen: (): boolean =>
      collapsed.peek().length > 0 ||
      around.peek() !== null ||
      detail.peek() !== null ||
      open.peek().length > 0,
  };
}

export type ViewState = ReturnType<typeof createView>;
