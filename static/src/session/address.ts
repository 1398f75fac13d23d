/**
 * The address follows the state, so that it can be copied at any moment: the fragment is replaced and never
 * added to, a while after the last change. A fragment that somebody puts there is opened.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Lifetime } from "./lifetime";
import { carry, type Kept, LinkError, pack, unpack } from "./link";

/** Milliseconds without a change before the address follows. Browsers refuse more than 100 changes in 30 s. */
const REST = 350;

interface Keeping {
  /** What is kept; null keeps what is there. */
  readonly state: ReadonlySignal<Kept | null>;
  /** While something plays, the address waits for the step at which it stops. */
  readonly isMoving?: ReadonlySignal<boolean>;
  /** Show what a fragment keeps; null where it keeps nothing. */
  readonly open: (state: Kept | null) => Promise<void>;
  /** A fragment that cannot be read; the message is for the person who opened it. */
  readonly refused: (message: string) => void | Promise<void>;
}

/**
 * The address of this page with as much of a state in it as a link carries, and the files that it leaves out; `query` is
 * put in the place of the page's own.
 */
export async function addressOf(
  state: Kept,
  query = "",
): Promise<{ readonly address: string; readonly left: readonly string[] }> {
  const { fragment, left } = await carry(state);
  return { address: `${location.origin}${location.pathname}${query}${fragment}`, left };
}

export function createAddress(life: Lifetime, { state, isMoving, open, refused }: Keeping) {
  /** The fragment that this page wrote itself. */
  let own = "";
  /** What the address keeps at this moment: other pages open it too. */
  const fragment = signal("");
  /** The files that it is too short for. */
  const left = signal<readonly string[]>([]);

  /** Open what the address keeps. */
  async function read(): Promise<void> {
    own = location.hash;
    try {
      await open(await unpack(own));
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      await refused(error.message);
    }
  }

  async function write(kept: Kept): Promise<void> {
    const { fragment: packed, left: names } = await carry(kept);
    if (kept !== state.peek()) return;
    fragment.value = packed;
    left.value = names;
    if (packed === location.hash) return;
    own = packed;
    history.replaceState(null, "", location.pathname + location.search + packed);
  }

  /** Begin to keep the address and the state together. */
  function follow(): void {
    life.listen("hashchange", () => {
      if (location.hash !== own) void read();
    });
    const timer = life.timer();
    let last: Kept | null = null;
    life.effect(() => {
      const kept = state.value;
      timer.stop();
      if (isMoving?.value === true || kept === null || kept === last) return;
      timer.start(REST, () => {
        last = kept;
        void write(kept);
      });
    });
  }

  /** What the address would keep at this very moment, though it rests or something plays. */
  async function fragmentNow(): Promise<string> {
    const kept = state.peek();
    return kept === null ? "" : pack(kept);
  }

  return { fragment, left, fragmentNow, read, follow };
}
