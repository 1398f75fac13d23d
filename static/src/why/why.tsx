/** Questions: the list of them, or one with its graph. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Bar, PageLink } from "../components/bar";
import { left, useCarried } from "../components/carried";
import { Status } from "../components/status";
import { begin, show } from "../page";
import { SessionProvider } from "../session/context";
import { pack } from "../session/link";
import { boot, rooted } from "../wire/boot";
import type { QuestionEntry } from "../wire/question";
import { AttemptBox } from "./attempt";
import { Graph } from "./graph";
import { Program } from "./program";
import { createWhy, useWhy, WhyProvider } from "./state";

const all = (): readonly QuestionEntry[] => boot.questions ?? [];
const address = ({ name }: QuestionEntry): string => rooted(`/why/${name}`);

function Groups(): JSX.Element {
  const groups = [...new Set(all().map(({ group }) => group))];
  return (
    <main class="why-list" id="main">
      <h1>Questions</h1>
      <p>What people ask about backpropagation. Each answer is a graph that you can change.</p>
      {groups.map((group) => (
        <section key={group}>
          <h2>{group}</h2>
          <ul>
            {all()
              .filter((each) => each.group === group)
              .map((each) => (
                <li key={each.name}>
                  <a href={address(each)}>{each.title}</a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

/** HTML that puts the graph into another page. */
function Embed(): JSX.Element {
  const { session } = useWhy();
  const code = useSignal("");
  useSignalEffect(() => {
    const kept = session.kept.value;
    if (kept === null) return;
    void pack(kept).then((fragment) => {
      const from = `${location.origin}${rooted("/")}?embed=1${fragment}`;
      code.value = `<iframe src="${from}" title="A graph in Backlens" loading="lazy" style="border: 0; width: 100%; height: 540px"></iframe>`;
    });
  });
  return (
    <details class="why-embed">
      <summary>Embed this graph</summary>
      <textarea class="field" readOnly rows={4} aria-label="Code to embed" value={code.value} />
    </details>
  );
}

function Answer(): JSX.Element {
  const { question } = useWhy();
  return (
    <article class="why-answer">
      <p class="why-group">
        <a href={rooted("/why")}>Questions</a> · {question.group}
      </p>
      <h1>{question.title}</h1>
      {/* The server renders it from its own files, raw HTML off. */}
      <div class="why-prose" dangerouslySetInnerHTML={{ __html: question.html }} />
    </article>
  );
}

function PyTorch(): JSX.Element {
  const { question } = useWhy();
  return (
    <section class="why-prose why-torch" aria-labelledby="why-torch">
      <h2 id="why-torch">In PyTorch</h2>
      <div dangerouslySetInnerHTML={{ __html: question.pytorch }} />
    </section>
  );
}

function Next(): JSX.Element | null {
  const { name } = useWhy().question;
  const at = all().findIndex((each) => each.name === name);
  const next = all()[at + 1];
  if (next === undefined) return null;
  return (
    <a class="btn" href={address(next)} rel="next">
      Next: {next.title}
    </a>
  );
}

function Page(): JSX.Element {
  const { session } = useWhy();
  const carried = useCarried(session.kept);
  return (
    <>
      <Bar here="/why" carried={carried} />
      <main class="why" id="main">
        <div class="why-text">
          <Status class="why-line" text={session.restoring.remark.value} />
          <Answer />
          <AttemptBox />
          <PyTorch />
          <div class="why-foot">
            <PageLink class="btn" href="/" here="/why" carried={carried}>
              Open in Explore
            </PageLink>
            <Next />
          </div>
          <Embed />
        </div>
        <Program />
        <Graph />
      </main>
    </>
  );
}

const page = begin();
if (boot.question === undefined)
  show(
    <>
      <Bar here="/why" carried={left()} />
      <Groups />
    </>,
  );
else {
  const why = createWhy(page, boot.question);
  show(
    <SessionProvider value={why.session}>
      <WhyProvider value={why}>
        <Page />
      </WhyProvider>
    </SessionProvider>,
  );
  void why.start();
}
