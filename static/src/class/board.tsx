/** The teacher's board: links that were handed in, every program run again, side by side. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Prose } from "../components/prose";
import { counted } from "../format";
import { useSession } from "../session/context";
import { LinkError, pack } from "../session/link";
import { rooted } from "../wire/boot";
import { type HandedIn, linksIn, readLink } from "./class-link";
import { Fault, Lines } from "./fields";
import { type Run, runInTurn } from "./judging";
import { Marks } from "./work";

interface Entry {
  readonly link: string;
  readonly given: HandedIn | null;
  /** What is the matter with the link. */
  readonly odd: string | null;
  readonly run: Run | null;
  /** The program in the explorer. */
  readonly explorer: string;
}

async function read(link: string): Promise<Entry> {
  const none = { link, given: null, run: null, explorer: "" };
  try {
    const given = await readLink(link);
    if (given === null || !("by" in given))
      return { ...none, odd: "This is the assignment itself. Nobody has handed it in." };
    const odd = given.isWhole ? null : "The code does not fit: the link was changed or cut off.";
    return { link, given, odd, run: null, explorer: rooted(`/${await pack({ source: given.source })}`) };
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { ...none, odd: error.message };
  }
}

/** What the first link asks for; others are compared with it. */
const asked = ({ given }: Entry): string =>
  given === null ? "" : JSON.stringify([given.task, given.checks]);

function Card({ entry, first }: { entry: Entry; first: string }): JSX.Element {
  const { given, odd, run, explorer } = entry;
  const right = run?.judged.filter((each) => each.isRight).length ?? 0;
  return (
    <li class="cl-card">
      <h3>
        {given?.by ?? "Unknown"}
        {run !== null && (
          <span class={right === run.judged.length ? "tag ok" : "tag"}>
            {right} of {run.judged.length} right
          </span>
        )}
      </h3>
      {odd !== null && <Fault>{odd}</Fault>}
      {given !== null && first !== "" && asked(entry) !== first && (
        <Fault>Another task or other checks than the first link: {given.task}</Fault>
      )}
      {given !== null && run === null && <p class="cl-note">Running…</p>}
      {run?.fault != null && (
        <Fault>
          <Prose text={run.fault} />
        </Fault>
      )}
      {run !== null && <Marks run={run} />}
      {given !== null && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <pre tabIndex={0}>{given.source}</pre>
          <a href={explorer}>Open in the explorer</a>
        </>
      )}
    </li>
  );
}

export function Board(): JSX.Element {
  const { createAsk } = useSession();
  const text = useSignal("");
  const entries = useSignal<readonly Entry[] | null>(null);
  const ask = useMemo(() => createAsk(2000), [createAsk]);
  const runAll = async (event: Event): Promise<void> => {
    event.preventDefault();
    const found = await Promise.all(linksIn(text.peek()).map(read));
    entries.value = found;
    for (const [at, { given }] of found.entries()) {
      if (given === null) continue;
      await runInTurn(ask, given.source, given.checks, (run) => {
        entries.value = (entries.peek() ?? []).map((each, index) => (index === at ? { ...each, run } : each));
      });
    }
  };
  const all = entries.value;
  const first = all?.map(asked).find((each) => each !== "") ?? "";
  return (
    <section class="cl-board" aria-labelledby="cl-board">
      <h2 id="cl-board">Board</h2>
      <form onSubmit={(event) => void runAll(event)}>
        <Lines id="cl-links" label="Links that were handed in, as many as you like" rows={5} text={text} />
        <button class="btn primary" type="submit">
          Run them all
        </button>
      </form>
      <p role="status">
        {all !== null &&
          (all.length === 0
            ? "There is no link of a class in this text."
            : `${counted(all.length, "link")}. Every program was run again here.`)}
      </p>
      {all !== null && (
        <ul class="cl-cards">
          {all.map((entry, index) => (
            <Card key={`${index}${entry.link}`} entry={entry} first={first} />
          ))}
        </ul>
      )}
    </section>
  );
}
