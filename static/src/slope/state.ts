/** The function, the leaf that varies, where it is looked at, and what the server said about it. */
import { batch, computed, signal } from "@preact/signals";
import { assign } from "../session/assign";
import type { Numbers } from "../session/program";
import type { Session } from "../session/session";
import type { Program } from "../wire/calls";
import type { CurveData, GraphNode } from "../wire/types";
import { type Obstacle, obstaclesOf } from "./finding";
import { ladder, type Method, nearest, nice, type Probe, SMALLEST } from "./numbers";

const USUAL: Range = { from: -5, to: 5 };
const NARROWEST = 1e-3;
const WIDEST = 1e6;

interface Range {
  readonly from: number;
  readonly to: number;
}

export const nameOf = (node: GraphNode): string => node.name ?? node.id;

/** A range in which this value lies: the usual one, or a round one about 0. */
function around(value: number): Range {
  if (value >= USUAL.from && value <= USUAL.to) return USUAL;
  const size = 2 * nice(Math.abs(value) * 2);
  return { from: -size, to: size };
}

const isShowable = ({ from, to }: Range): boolean => to - from >= NARROWEST && to - from <= WIDEST;

/** Twice or half as much of the axis, about its middle or about x. */
function zoomed({ from, to }: Range, x: number, way: 1 | -1): Range {
  const size = way > 0 ? nice((to - from) * 2.5) : nice((to - from) / 1.9);
  const middle = (from + to) / 2;
  const inside = Math.abs(x - middle) <= size / 2;
  const centre = inside ? middle : Number((Math.round((x / size) * 10) * (size / 10)).toPrecision(12));
  return {
    from: Number((centre - size / 2).toPrecision(12)),
    to: Number((centre + size / 2).toPrecision(12)),
  };
}

/** Where the function is looked at: x, h and how much of the axis. */
function createPoint() {
  const x = signal(3);
  const h = signal(1);
  const range = signal<Range>(USUAL);
  /** The largest h: a fifth of the range, and 1 on the first one. */
  const most = computed(() => Math.max(1, nice((range.value.to - range.value.from) / 10)));
  const steps = computed(() => ladder(most.value));
  /** A small move of x that keeps it a round number. */
  const grain = computed(() => nice((range.value.to - range.value.from) / 200));

  const setH = (to: number): void => assign(h, Math.max(SMALLEST, Math.min(most.peek(), to)));
  function moveX(to: number): void {
    const { from, to: last } = range.peek();
    const rounded = Number((Math.round(to / grain.peek()) * grain.peek()).toPrecision(12));
    x.value = Math.max(from, Math.min(last, rounded)) + 0;
  }
  function setX(to: number): void {
    batch(() => {
      x.value = to;
      if (to < range.value.from || to > range.value.to) range.value = around(to);
    });
  }
  /** Up or down the ladder of h. */
  function stepH(by: number): void {
    const at = nearest(steps.peek(), h.peek());
    setH(steps.peek()[Math.max(0, Math.min(steps.peek().length - 1, at + by))] ?? h.peek());
  }
  /** Show this much of the axis, if that can be shown. */
  function setRange(next: Range): void {
    if (!isShowable(next)) return;
    batch(() => {
      range.value = next;
      setH(h.value);
    });
  }
  /** Look at another place, with the range that goes with it. */
  function lookAt(at: number): void {
    x.value = at;
    range.value = around(at);
    h.value = Math.min(h.value, most.value);
  }
  const zoom = (way: 1 | -1): void => setRange(zoomed(range.value, x.value, way));
  const wholeRange = (): void => setRange(around(x.value));
  return { x, h, range, most, steps, grain, moveX, setX, setH, stepH, setRange, lookAt, zoom, wholeRange };
}

export function createSlopeState({ document, program }: Session) {
  const point = createPoint();
  const { x } = point;
  const { source } = program;
  const leaf = signal("x");
  const held = signal<Numbers>({});
  const curve = signal<CurveData | null>(null);

  /** Let another leaf vary; the one that did holds where it is. */
  function vary(name: string): void {
    const next = document.leaves.value.find((node) => nameOf(node) === name);
    if (next === undefined || name === leaf.value) return;
    batch(() => {
      const now = { ...held.value, [leaf.value]: x.value };
      held.value = now;
      leaf.value = name;
      point.lookAt(now[name] ?? next.data);
    });
  }

  return {
    ...point,
    source,
    text: program.text,
    doc: document.doc,
    problem: document.problem,
    leaves: document.leaves,
    leaf,
    held,
    method: signal<Method>("forward"),
    activation: signal("tanh"),
    walkFrom: signal(-4),
    rate: signal(0.1),
    curve,
    obstacles: computed<readonly Obstacle[]>(() => (curve.value === null ? [] : obstaclesOf(curve.value))),
    probe: signal<Probe | null>(null),
    /** The function itself: the program and every leaf but the one that varies. */
    fixed: computed<Program>(() => {
      const { [leaf.value]: _, ...others } = held.value;
      return { ...program.text.value, values: others };
    }),
    vary,
    hold: (name: string, value: number): void => assign(held, { ...held.value, [name]: value }),
  };
}

export type SlopeState = ReturnType<typeof createSlopeState>;
