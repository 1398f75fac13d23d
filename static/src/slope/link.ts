/** What a link keeps of this page: opened at the start, written a moment after each change. */
import { batch, computed, effect, signal } from "@preact/signals";
import { type Kept, LinkError, pack, unpack } from "../session/link";
import { CHOICES, type Choice } from "./choices";
import { read } from "./read";
import {
  activation,
  h,
  held,
  leaf,
  method,
  NARROWEST,
  range,
  rate,
  setH,
  source,
  WIDEST,
  walkFrom,
  x,
} from "./state";

/** Why the link that led here could not be opened. */
export const linkProblem = signal<string | null>(null);

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

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
