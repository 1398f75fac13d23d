/** The function, the leaf that varies, where it is looked at, and what the server says about it. */
import { batch, computed, effect, signal } from "@preact/signals";
import { curve as askCurve, evaluate, type Program } from "../api";
import type { CurveData, GraphDocument, GraphNode } from "../document";
import { Offline, Problem } from "../problem";
import { isAway, isBack } from "../session/connection";
import { DROPPED, Lane } from "../session/latest";
import { type Kept, LinkError, pack, unpack } from "../session/link";
import { asked, ladder, type Method, nearest, nice, type Probe, readProbe, SMALLEST } from "./numbers";

export interface Choice {
  readonly title: string;
  readonly source: string;
  readonly x?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly leaf?: string;
}

/** Functions to begin with; the first is the lecture's. */
export const CHOICES: readonly Choice[] = [
  { title: "Lecture: 3x² − 4x + 5", source: "3*x**2 - 4*x + 5", x: 3 },
  { title: "A cubic", source: "x**3 - 3*x", x: 2 },
  { title: "A wave that dies out", source: "sin(3*x) * exp(-x/3)", x: 1 },
  { title: "Inside tanh", source: "tanh(2*x - 1)", x: 1 },
  { title: "A kink: |x|", source: "abs(x)", x: 0 },
  { title: "A pole: 1/x", source: "1/x", x: 1 },
  { title: "Half a line: log x", source: "log(x)", x: 1 },
  {
    title: "A jump by an if",
    source: "x = Value(1.0)\nif x.data > 0:\n    y = x*x\nelse:\n    y = x - 2\ny",
    x: 1,
  },
  {
    title: "A neuron over its bias",
    source: "n = x1*w1 + x2*w2 + b\no = n.tanh()",
    values: { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 },
    leaf: "b",
  },
];

const USUAL: Range = { from: -5, to: 5 };
const SAMPLES = 401;
const NARROWEST = 1e-3;
const WIDEST = 1e6;

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
/** Why the link that led here could not be opened. */
export const linkProblem = signal<string | null>(null);
export const isBusy = signal(false);

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

function around(value: number): Range {
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

const texts = new Lane(250);
const curves = new Lane(400);
const probes = new Lane(250);

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** Names that the program leaves free are given a number each, as many times as it names new ones. */
async function evaluated(
  text: string,
  given: Readonly<Record<string, number>>,
  abort: AbortSignal,
): Promise<{ answer: GraphDocument; values: Record<string, number> }> {
  const values = { ...given };
  for (;;) {
    try {
      return { answer: await evaluate({ source: text, values }, "fresh", ["nodes"], abort), values };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "unknown-name" || error.names.length === 0)
        throw error;
      const fresh = error.names.filter((name) => !(name in values));
      if (fresh.length === 0 || !fresh.every((name) => isFree(text, name))) throw error;
      for (const name of fresh) values[name] = name === "x" ? x.peek() : 1;
    }
  }
}

/** A short lower-case name is a variable; a long one is more likely a slip of the pen. */
const isFree = (text: string, name: string): boolean =>
  /^[A-Za-z_]\w{0,7}$/.test(name) && !new RegExp(`\\b${name}\\s*\\(`).test(text);

/** Read a program: its leaves, which of them varies, and where it stands. */
export async function read(
  text: string,
  wanted: Partial<Choice> & { readonly keep?: boolean },
): Promise<void> {
  const given = { ...(wanted.x === undefined ? {} : { x: wanted.x }), ...wanted.values };
  isBusy.value = true;
  try {
    const found = await texts.run((abort) => evaluated(text, usedIn(text, given), abort));
    if (found === DROPPED) return;
    isBack();
    take(text, found.answer, found.values, wanted);
  } catch (error) {
    if (error instanceof Problem) problem.value = error;
    else if (error instanceof Offline) isAway(() => void read(text, wanted));
    else throw error;
  } finally {
    isBusy.value = texts.busy;
  }
}

/** Numbers of names that a text no longer speaks of are left out. */
const usedIn = (text: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const last = name.replace(/#\d+$/, "").split("/").at(-1) ?? name;
      return name.includes("/") || /^n\d+$/.test(name) || new RegExp(`\\b${escaped(last)}\\b`).test(text);
    }),
  );
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function take(
  text: string,
  answer: GraphDocument,
  values: Readonly<Record<string, number>>,
  wanted: Partial<Choice> & { readonly keep?: boolean },
): void {
  const all = answer.nodes.filter((node) => node.op === "leaf");
  const named = (name: string | undefined): GraphNode | undefined =>
    all.find((node) => nameOf(node) === name || node.id === name);
  const varies = named(wanted.leaf) ?? named(leaf.peek()) ?? named("x") ?? all[0];
  batch(() => {
    problem.value = null;
    source.value = text;
    doc.value = answer;
    if (varies === undefined) {
      curve.value = null;
      probe.value = null;
      return;
    }
    const isSame = wanted.keep === true && nameOf(varies) === leaf.value;
    leaf.value = nameOf(varies);
    held.value = { ...values, ...(isSame ? { [leaf.value]: x.value } : {}) };
    if (!isSame) {
      x.value = Number.isFinite(varies.data) ? varies.data : 0;
      range.value = around(x.value);
      h.value = Math.min(h.value, most.value);
    }
  });
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

async function ask<T>(
  lane: Lane,
  job: (abort: AbortSignal) => Promise<T>,
  use: (answer: T) => void,
): Promise<void> {
  try {
    const answer = await lane.run(job);
    if (answer === DROPPED) return;
    isBack();
    use(answer);
  } catch (error) {
    if (error instanceof Problem) problem.value = error;
    else if (error instanceof Offline) isAway(askAgain);
    else throw error;
  }
}

const again = signal(0);
const askAgain = (): void => {
  again.value += 1;
};
const hasFunction = computed(() => leaves.value.length > 0);

/** Ask for the curve and for the point whenever what they hang on changes. */
export function follow(): void {
  effect(() => {
    again.value;
    const [program, name, { from, to }] = [fixed.value, leaf.value, range.value];
    if (!hasFunction.value) return;
    void ask(
      curves,
      (abort) => askCurve(program, name, { from, to, points: SAMPLES }, abort),
      (answer) => {
        batch(() => {
          curve.value = answer;
          problem.value = null;
        });
      },
    );
  });
  effect(() => {
    again.value;
    const [program, name, at, wide] = [fixed.value, leaf.value, x.value, h.value];
    if (!hasFunction.value) return;
    void ask(
      probes,
      (abort) => askCurve(program, name, { at: asked(at, wide) }, abort),
      (answer) => {
        probe.value = readProbe(at, wide, answer.value, answer.grad);
      },
    );
  });
}

/** What of this page a link keeps. */
export const kept = computed<Kept>(() => ({
  source: source.value,
  values: { ...held.value, [leaf.value]: x.value },
  slope: {
    leaf: leaf.value,
    h: h.value,
    method: method.value,
    from: range.value.from,
    to: range.value.to,
    start: walkFrom.value,
    rate: rate.value,
    op: activation.value,
  },
}));

interface Mine {
  readonly leaf?: unknown;
  readonly h?: unknown;
  readonly method?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly start?: unknown;
  readonly rate?: unknown;
  readonly op?: unknown;
}

/** Open what a link keeps, or the lecture's function. */
export async function open(fragment: string): Promise<void> {
  let state: Kept | null = null;
  try {
    state = await unpack(fragment);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    linkProblem.value = error.message;
  }
  const first = CHOICES[0] as Choice;
  if (state === null) return read(first.source, first);
  const mine = (typeof state.slope === "object" && state.slope !== null ? state.slope : {}) as Mine;
  const wanted = typeof mine.leaf === "string" ? mine.leaf : state.selected;
  await read(state.source, {
    ...(state.values === undefined ? {} : { values: state.values }),
    ...(wanted === undefined ? {} : { leaf: wanted }),
  });
  batch(() => {
    if (
      isNumber(mine.from) &&
      isNumber(mine.to) &&
      mine.to - mine.from >= NARROWEST &&
      mine.to - mine.from <= WIDEST
    )
      range.value = { from: mine.from, to: mine.to };
    if (isNumber(mine.h) && mine.h > 0) setH(mine.h);
    if (mine.method === "central") method.value = "central";
    if (isNumber(mine.start)) walkFrom.value = mine.start;
    if (isNumber(mine.rate) && mine.rate > 0) rate.value = mine.rate;
    if (typeof mine.op === "string") activation.value = mine.op;
  });
}

/** The address follows what is shown, a moment after it has come to rest. */
export function keepAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const state = kept.value;
    if (state.source === "") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void pack(state).then((fragment) => history.replaceState(null, "", fragment));
    }, 400);
  });
}
