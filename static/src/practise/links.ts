/** The address of the page keeps its state: read once at the start, written after each change. */
import { computed, effect, signal } from "@preact/signals";
import { boot } from "../session/boot";
import { doc } from "../session/document";
import { type Kept, LinkError, pack, unpack } from "../session/link";
import { moved, source } from "../session/program";
import { readPractice } from "./kept";
import { labBugs, labProgram, restoreLab } from "./lab";
import { load, progress } from "./prediction";

export const linkTrouble = signal<string | null>(null);

const CHANGED = "What this link says about Practise was changed, so it cannot be opened.";

/** Open what the address keeps; without anything kept, the first example. */
async function open(): Promise<void> {
  linkTrouble.value = null;
  try {
    const state = await unpack(location.hash);
    const practice = readPractice(state?.practise);
    if (practice === null) throw new LinkError(CHANGED);
    restoreLab(practice.lab);
    const [first] = boot.value.examples;
    if (state !== null) await load(state.source, state.values ?? {}, practice.attempts);
    else if (first !== undefined) await load(first.source, first.values);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    linkTrouble.value = error.message;
    doc.value = null;
    source.value = "";
    restoreLab(null);
  }
}

/** What a link keeps of this page. */
export const kept = computed<Kept>(() => {
  const { source: text, values } = labProgram.value;
  return {
    source: source.value,
    values: moved.value,
    practise: { attempts: progress.value, lab: { source: text, values, bugs: labBugs.value } },
  };
});

let written = 0;

async function write(state: Kept): Promise<void> {
  written += 1;
  const mine = written;
  const fragment = await pack(state);
  if (mine === written) history.replaceState(history.state, "", fragment);
}

/** From now on the address follows the state, and the state an address that is put in by hand. */
export async function followAddress(): Promise<void> {
  await open();
  addEventListener("hashchange", () => void open());
  effect(() => {
    const state = kept.value;
    // What does not run is not kept: a link opens something.
    if (doc.value !== null && doc.value.source === source.value) void write(state);
  });
}
