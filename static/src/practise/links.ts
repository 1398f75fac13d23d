/** The address of the page keeps its state: read once at the start, written after each change. */
import { effect, signal } from "@preact/signals";
import { boot } from "../session/boot";
import { doc } from "../session/document";
import { LinkError, pack, unpack } from "../session/link";
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
    const kept = await unpack(location.hash);
    const practice = readPractice(kept?.practise);
    if (practice === null) throw new LinkError(CHANGED);
    restoreLab(practice.lab);
    const [first] = boot.value.examples;
    if (kept !== null) await load(kept.source, kept.values ?? {}, practice.attempts);
    else if (first !== undefined) await load(first.source, first.values);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    linkTrouble.value = error.message;
    doc.value = null;
    source.value = "";
    restoreLab(null);
  }
}

let written = 0;

async function write(): Promise<void> {
  written += 1;
  const mine = written;
  const { source: text, values } = labProgram.peek();
  const fragment = await pack({
    source: source.peek(),
    values: moved.peek(),
    practise: {
      attempts: progress.peek(),
      lab: { source: text, values, bugs: labBugs.peek() },
    },
  });
  if (mine === written) history.replaceState(history.state, "", fragment);
}

/** From now on the address follows the state, and the state an address that is put in by hand. */
export async function followAddress(): Promise<void> {
  await open();
  addEventListener("hashchange", () => void open());
  effect(() => {
    void [source.value, moved.value, progress.value, labProgram.value, labBugs.value];
    // What does not run is not kept: a link opens something.
    if (doc.value !== null && doc.value.source === source.value) void write();
  });
}
