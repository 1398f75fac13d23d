/**
 * The address follows the state, so that it can be copied at any moment: the fragment is replaced and never
 * added to, a while after the last change. A fragment that somebody puts there is opened.
 */
import { effect, signal } from "@preact/signals";
import { kept, remark, restore } from "../session/kept";
import { type Kept, LinkError, pack, unpack } from "../session/link";
import { isPlaying } from "../session/playback";
import { hidden } from "../session/spoiler";

/** Milliseconds without a change before the address follows. Browsers refuse more than 100 changes in 30 s. */
const REST = 350;

/** The fragment that this page wrote itself. */
let own = "";

/** What the address keeps at this moment: other pages open it too. */
export const fragment = signal("");

/** `?hide=grad` goes before what the fragment says. */
const isSpoilerAsked = (): boolean => /[?&]hide=grad(&|$)/.test(location.search);

/** Open what the fragment keeps; says whether there was something to open. */
export async function openAddress(): Promise<boolean> {
  const given = location.hash;
  try {
    const state = await unpack(given);
    if (state === null) return false;
    own = given;
    await restore(isSpoilerAsked() ? { ...state, hide: "grad" } : state);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    await restore({ source: "" });
    remark.value = error.message;
  }
  return true;
}

/** The address of this page with a state in it; `query` is put in the place of the page's own. */
export async function addressOf(state: Kept, query = ""): Promise<string> {
  return `${location.origin}${location.pathname}${query}${await pack(state)}`;
}

async function write(state: Kept | null): Promise<void> {
  const packed = state === null ? "" : await pack(state);
  if (state !== kept.peek()) return;
  fragment.value = packed;
  if (packed === location.hash) return;
  own = packed;
  history.replaceState(null, "", location.pathname + location.search + packed);
}

/** What the address would keep at this very moment, though it rests or something plays. */
export async function fragmentNow(): Promise<string> {
  const state = kept.peek();
  return state === null ? "" : pack(state);
}

/** Begin to keep the address and the state together. */
export function followAddress(): void {
  addEventListener("hashchange", () => {
    if (location.hash !== own) void openAddress();
  });
  if (isSpoilerAsked()) hidden.value = "grad";
  let last: Kept | null = null;
  effect(() => {
    const state = kept.value;
    // While something plays, the address waits for the step at which it stops.
    if (isPlaying.value || state === last) return undefined;
    const timer = setTimeout(() => {
      last = state;
      void write(state);
    }, REST);
    return () => clearTimeout(timer);
  });
}
