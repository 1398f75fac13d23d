/** What a link keeps of this page. */
import { batch, computed, signal } from "@preact/signals";
import { createAddress } from "../session/address";
import type { Kept } from "../session/link";
import type { Session } from "../session/session";
import { CHOICES, type Choice } from "./choices";
import type { Read } from "./read";
import type { SlopeState } from "./state";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

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

const mineOf = ({ slope }: Kept): Mine => (typeof slope === "object" && slope !== null ? slope : {});

/** Set what a link says about this page, as far as it can be. */
function set(state: SlopeState, { from, to, h, method, start, rate, op }: Mine): void {
  batch(() => {
    if (isNumber(from) && isNumber(to)) state.setRange({ from, to });
    if (isNumber(h) && h > 0) state.setH(h);
    if (method === "central") state.method.value = "central";
    if (isNumber(start)) state.walkFrom.value = start;
    if (isNumber(rate) && rate > 0) state.rate.value = rate;
    if (typeof op === "string") state.activation.value = op;
  });
}

export function createLink({ life }: Session, state: SlopeState, read: Read) {
  /** Why the link that led here could not be opened. */
  const addressError = signal<string | null>(null);
  const kept = computed<Kept>(() => ({
    ...state.text.value,
    values: { ...state.held.value, [state.leaf.value]: state.x.value },
    slope: {
      leaf: state.leaf.value,
      h: state.h.value,
      method: state.method.value,
      from: state.range.value.from,
      to: state.range.value.to,
      start: state.walkFrom.value,
      rate: state.rate.value,
      op: state.activation.value,
    },
  }));
  const first = CHOICES[0] as Choice;

  /** Open what a link keeps, or the lecture's function. */
  async function open(link: Kept | null): Promise<void> {
    addressError.value = null;
    if (link === null) return read(first, first);
    const mine = mineOf(link);
    const wanted = typeof mine.leaf === "string" ? mine.leaf : link.selected;
    await read(link, {
      ...(link.values === undefined ? {} : { values: link.values }),
      ...(wanted === undefined ? {} : { leaf: wanted }),
    });
    set(state, mine);
  }

  const address = createAddress(life, {
    state: computed(() => (state.source.value === "" ? null : kept.value)),
    open,
    refused: async (message) => {
      addressError.value = message;
      await read(first, first);
    },
  });
  return { kept, addressError, address };
}
