/** The function, the leaf that varies, where it is looked at, and what the server said about it. */
import { batch, computed, signal } from "@preact/signals";
import type { Program } from "../wire/calls";
import type { Problem } from "../wire/problem";
import type { CurveData, GraphDocument, GraphNode } from "../wire/types";
import { ladder, type Method, nearest, nice, type Probe, SMALLEST } from "./numbers";

const USUAL: Range = { from: -5, to: 5 };
export const NARROWEST = 1e-3;
export const WIDEST = 1e6;

interface Range {
  readonly from: number;
  readonly to: number;
}

export const source = signal("");
export const leaf = signal("x");
export const held = signal<Readonly<Record<string, number>>>({});
export const x = signal(3);
export const h = signal(1);
export const method = signal<Method>("forward");
export const range = signal<Range>(USUAL);
export const activation = signal("tanh");
export const walkFrom = signal(-4);
export const rate = signal(0.1);

export const doc = signal<GraphDocument | null>(null);
export const curve = signal<CurveData | null>(null);
export const probe = signal<Probe | null>(null);
export const problem = signal<Problem | null>(null);

export const leaves = computed<readonly GraphNode[]>(() =>
  (doc.value?.nodes ?? []).filter((node) => node.op === "leaf"),
);
export const nameOf = (node: GraphNode): string => node.name ?? node.id;
/** The largest h: a fifth of the range, and 1 on the first one. */
export const most = computed(() => Math.max(1, nice((range.value.to - range.value.from) / 10)));
export const steps = computed(() => ladder(most.value));
/** A small move of x that keeps it a round number. */
export const grain = computed(() => nice((range.value.to - range.value.from) / 200));

/** The function itself: the program and every leaf but the one that varies. */
export const fixed = computed<Program>(() => {
  const { [leaf.value]: _, ...others } = held.value;
  return { source: source.value, values: others };
});

export const moveX = (to: number): void => {
  const { from, to: last } = range.peek();
  const rounded = Number((Math.round(to / grain.peek()) * grain.peek()).toPrecision(12));
  x.value = Math.max(from, Math.min(last, rounded)) + 0;
};
export const setX = (to: number): void => {
  batch(() => {
    x.value = to;
    if (to < range.value.from || to > range.value.to) range.value = around(to);
  });
};
export const setH = (to: number): void => {
  h.value = Math.max(SMALLEST, Math.min(most.peek(), to));
};
/** Up or down the ladder of h. */
export function stepH(by: number): void {
  const at = nearest(steps.peek(), h.peek());
  setH(steps.peek()[Math.max(0, Math.min(steps.peek().length - 1, at + by))] ?? h.peek());
}

/** A range in which this value lies: the usual one, or a round one about 0. */
export function around(value: number): Range {
  if (value >= USUAL.from && value <= USUAL.to) return USUAL;
  const size = 2 * nice(Math.abs(value) * 2);
  return { from: -size, to: size };
}

/** Twice or half as much of the axis, about its middle or about x. */
export function zoom(way: 1 | -1): void {
  const { from, to } = range.value;
  const size = way > 0 ? nice((to - from) * 2.5) : nice((to - from) / 1.9);
  if (size < NARROWEST || size > WIDEST) return;
  const middle = (from + to) / 2;
  const inside = Math.abs(x.value - middle) <= size / 2;
  const centre = inside ? middle : Number((Math.round((x.value / size) * 10) * (size / 10)).toPrecision(12));
  batch(() => {
    range.value = {
      from: Number((centre - size / 2).toPrecision(12)),
      to: Number((centre + size / 2).toPrecision(12)),
    };
    setH(h.value);
  });
}

export function wholeRange(): void {
  range.value = around(x.value);
  setH(h.value);
}

/** Let another leaf vary; the one that did holds where it is. */
export function vary(name: string): void {
  const next = leaves.value.find((node) => nameOf(node) === name);
  if (next === undefined || name === leaf.value) return;
  batch(() => {
    const now = { ...held.value, [leaf.value]: x.value };
    x.value = now[name] ?? next.data;
    held.value = now;
    leaf.value = name;
    range.value = around(x.value);
    h.value = Math.min(h.value, most.value);
  });
}

export const hold = (name: string, value: number): void => {
  held.value = { ...held.value, [name]: value };
};
